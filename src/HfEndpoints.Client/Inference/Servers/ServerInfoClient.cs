namespace HfEndpoints.Client.Inference;

/// <summary>Asks one deployed server what it is.</summary>
public class ServerInfoClient
{
    private readonly ServerInspector _inspector;

    /// <summary>For mocking.</summary>
    protected ServerInfoClient() => _inspector = null!;

    internal ServerInfoClient(ServerInspector inspector) => _inspector = inspector;

    /// <summary>
    /// Asks for the engine, the models and the limits: <c>/info</c> first, and if there is none <c>/v1/models</c> and
    /// the engines' own routes. The answer is kept.
    /// </summary>
    /// <param name="options">How patient to be with a server that is not up.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>What the server reports.</returns>
    /// <exception cref="HfException">It does not answer, or refuses.</exception>
    public virtual Task<HfServerInfo> GetAsync(InferenceOptions? options = null, CancellationToken cancellationToken = default) =>
        _inspector.GetAsync(options, cancellationToken);

    /// <summary>Asks for the names of the models served, by <c>/v1/models</c>.</summary>
    /// <param name="options">How patient to be with a server that is not up.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The names; none if the server has no such route.</returns>
    /// <exception cref="HfException">It does not answer, or refuses.</exception>
    public virtual Task<IReadOnlyList<string>> GetModelsAsync(
        InferenceOptions? options = null, CancellationToken cancellationToken = default) =>
        _inspector.GetModelsAsync(options, cancellationToken);
}
