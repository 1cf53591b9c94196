using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TelecomSupport.Billing;
using TelecomSupport.Routing;
using TelecomSupport.Technical;
using TelecomSupport.Turns;

namespace TelecomSupport.Models;

public static class ModelServices
{
    /// <summary>Binds and checks <see cref="ModelsOptions"/>.</summary>
    /// <returns>Whether a model is configured. A provider that there isn't counts as none here and stops the host when it starts.</returns>
    public static bool AddModelsOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSupportOptions<ModelsOptions>(ModelsOptions.Section);
        return configuration.ReadProvider<ModelsProvider>(ModelsOptions.Section) is not (null or ModelsProvider.Embedded);
    }

    /// <summary>
    /// Puts a model in front of the registered router and the technical and billing agents, which stay behind it. The clients are wrapped,
    /// outermost first: chat in the response cache, the metrics and the pipeline of <see cref="ModelPipeline"/>; embeddings in the metrics and
    /// a pipeline of their own.
    /// </summary>
    /// <param name="chat">Makes the provider's client. It throws <see cref="ModelException"/>, and repeats nothing itself.</param>
    /// <param name="embeddings">Makes the provider's generator, alike; null for none.</param>
    public static IServiceCollection AddModelAgents(
        this IServiceCollection services,
        Func<IServiceProvider, IChatClient> chat,
        Func<IServiceProvider, IEmbeddingGenerator<string, Embedding<float>>>? embeddings)
    {
        services.AddSingleton(provider => PromptLibrary.Load(Options(provider).Prompts));
        services.AddSingleton<IValidateOptions<ModelsOptions>, PromptsValidation>();
        services.AddSingleton<StepBudgets>();
        services.AddSingleton(provider => new ModelPipeline(Options(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IChatClient>(provider =>
        {
            var (options, time) = (Options(provider), provider.GetRequiredService<TimeProvider>());
            var resilient = new ResilientChatClient(
                chat(provider), provider.GetRequiredService<ModelPipeline>(), TimeSpan.FromSeconds(options.StepTimeoutSeconds));
            return new CachedChatClient(new MeteredChatClient(resilient, options, time), options, time);
        });
        if (embeddings is not null)
        {
            services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(provider =>
            {
                var (options, time) = (Options(provider), provider.GetRequiredService<TimeProvider>());
                return new ResilientEmbeddings(embeddings(provider), new(options, time), provider.GetRequiredService<StepBudgets>(), options, time);
            });
        }

        services.AddSingleton<LanguageModel>();
        services.Decorate<IMessageRouter>(null, (provider, local) => ActivatorUtilities.CreateInstance<ModelRouter>(provider, local));
        services.Decorate<IReplyComposer>(
            TechnicalAgent.Definition.Name, (provider, extractive) => ActivatorUtilities.CreateInstance<TechnicalModelReply>(provider, extractive));
        services.Decorate<IReplyComposer>(
            BillingAgent.Definition.Name, (provider, dialogue) => ActivatorUtilities.CreateInstance<BillingModelReply>(provider, dialogue));
        return services;
    }

    private static ModelsOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<ModelsOptions>>().Value;

    /// <summary>Puts a decorator around the last registration of a service, which must be there already.</summary>
    private static void Decorate<T>(this IServiceCollection services, object? key, Func<IServiceProvider, T, T> decorator)
        where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T) && Equals(service.ServiceKey, key));
        T Inner(IServiceProvider provider) => (T)(inner.IsKeyedService
            ? inner.KeyedImplementationInstance ?? inner.KeyedImplementationFactory?.Invoke(provider, key)
                ?? ActivatorUtilities.CreateInstance(provider, inner.KeyedImplementationType!)
            : inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!));

        services.Remove(inner);
        services.Add(ServiceDescriptor.DescribeKeyed(typeof(T), key, (provider, _) => decorator(provider, Inner(provider)), ServiceLifetime.Singleton));
    }

    // So that a prompt that can't be used stops the start and not the first turn.
    private sealed class PromptsValidation : IValidateOptions<ModelsOptions>
    {
        public ValidateOptionsResult Validate(string? name, ModelsOptions options)
        {
            try
            {
                PromptLibrary.Load(options.Prompts);
                return ValidateOptionsResult.Success;
            }
            catch (OptionsValidationException exception)
            {
                return ValidateOptionsResult.Fail(exception.Failures);
            }
        }
    }
}
