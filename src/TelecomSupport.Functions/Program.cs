using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TelecomSupport;
using TelecomSupport.Functions;

// The host may start the worker anywhere; what comes with the app lies beside it.
Directory.SetCurrentDirectory(AppContext.BaseDirectory);
try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.AddSupportApp();
    using var app = builder.Build();
    SupportApp.Validate(app);
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (exception is OptionsValidationException or StorageUnavailableException)
{
    Console.Error.WriteLine(exception.Message.ReplaceLineEndings(" "));
    return 1;
}
