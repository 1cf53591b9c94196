using TelecomSupport.LocalHost.CommandLine;

return await SupportCommandLine.RunAsync(args);
