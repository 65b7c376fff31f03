using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Has texts ranked; an input is all the texts of one endpoint.</summary>
internal sealed class RerankTask(string query, RankParameters parameters, int? top) : IInferenceTask<IReadOnlyList<string>>
{
    public string Activity => "Ranking texts";

    public string Unit => "rankings";

    public async Task<IReadOnlyList<InferenceResult>> AnswerAsync(
        InferenceServer server,
        IReadOnlyList<InferenceJob<IReadOnlyList<string>>> jobs,
        InferenceOptions options,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<string> texts = jobs[0].Input;
        IReadOnlyList<RankedText> ranked = await server.Client.Rerank(server.Target)
            .RankAsync(query, texts, parameters, options, cancellationToken).ConfigureAwait(false);
        return
        [
            .. ranked.Take(top ?? ranked.Count).Select(text => new InferenceResult(new HfRankedText
            {
                Index = text.Index,
                Score = text.Score,
                Text = texts[text.Index],
            })),
        ];
    }
}
