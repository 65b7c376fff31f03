using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Has texts ranked; an input is all the texts of one endpoint.</summary>
internal sealed class RerankTask(string query, RankParameters parameters, int? top) : IInferenceTask
{
    public string Activity => "Ranking texts";

    public string Unit => "rankings";

    public async Task<IReadOnlyCollection<object>> AnswerAsync(
        InferenceServer server,
        InferenceJob job,
        InferenceOptions options,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        string[] texts = (string[])job.Input;
        IReadOnlyList<RankedText> ranked = await server.Client.Rerank(server.Target)
            .RankAsync(query, texts, parameters, options, cancellationToken).ConfigureAwait(false);
        return
        [
            .. ranked.Take(top ?? ranked.Count).Select(text => new HfRankedText
            {
                Index = text.Index,
                Score = text.Score,
                Text = texts[text.Index],
            }),
        ];
    }
}
