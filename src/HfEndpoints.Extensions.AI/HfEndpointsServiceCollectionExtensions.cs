using Microsoft.Extensions.DependencyInjection;

namespace HfEndpoints.Extensions.AI;

/// <summary>Adds endpoints to the services of an application.</summary>
public static class HfEndpointsServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="HfClient"/>, and by the options an <see cref="IChatClient"/> and an embedding generator, each once for the
    /// application.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; null adds the client alone.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddHfEndpoints(this IServiceCollection services, Action<HfEndpointsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new HfEndpointsOptions();
        configure?.Invoke(options);
        services.AddSingleton(_ => options.Client is { } account ? new HfClient(account) : new HfClient());
        if (options.ChatEndpoint is { } chat)
        {
            services.AddSingleton(provider => provider.GetRequiredService<HfClient>().AsIChatClient(chat, options.Inference));
        }

        if (options.EmbeddingEndpoint is { } embedder)
        {
            services.AddSingleton(provider => provider.GetRequiredService<HfClient>().AsIEmbeddingGenerator(embedder, options.Inference));
        }

        return services;
    }
}
