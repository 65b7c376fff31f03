namespace HfEndpoints.Commands;

/// <summary>Ranks texts. An input is all texts for one endpoint.</summary>
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
        IReadOnlyList<ItemResult<HfRankedText>> ranked = await server.Client.GetRerankClient(server.Target)
            .RankAsync(query, texts, parameters, options, cancellationToken).ConfigureAwait(false);
        return
        [
            .. ranked.Where(result => result.Value is not null).Take(top ?? ranked.Count)
                .Select(result => new InferenceResult(result.Value)),
            .. ranked.Where(result => result.Error is not null)
                .Select(result => new InferenceResult(null, result.Error, result.Index) { Target = texts[result.Index] }),
        ];
    }
}
