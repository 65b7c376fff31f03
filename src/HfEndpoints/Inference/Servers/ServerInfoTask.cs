namespace HfEndpoints.Commands;

/// <summary>Asks servers what they are; the input is nothing but the endpoint.</summary>
internal sealed class ServerInfoTask : IInferenceTask<string>
{
    public string Activity => "Asking servers";

    public string Unit => "servers";

    public async Task<IReadOnlyList<InferenceResult>> AnswerAsync(
        InferenceServer server,
        IReadOnlyList<InferenceJob<string>> jobs,
        InferenceOptions options,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        HfServerInfo info = await server.Client.GetServerInfoClient(server.Target).GetAsync(options, cancellationToken)
            .ConfigureAwait(false);
        return [new(info)];
    }
}
