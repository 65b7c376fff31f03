using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Asks servers what they are; the input is nothing but the endpoint.</summary>
internal sealed class ServerInfoTask : IInferenceTask
{
    public string Activity => "Asking servers";

    public string Unit => "servers";

    public async Task<IReadOnlyCollection<object>> AnswerAsync(
        InferenceServer server,
        InferenceJob job,
        InferenceOptions options,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        ServerInfo info = await server.Client.ServerInfo(server.Target).GetAsync(options, cancellationToken)
            .ConfigureAwait(false);
        return [ServerInfoConversion.ToOutput(info, server.Target)];
    }
}
