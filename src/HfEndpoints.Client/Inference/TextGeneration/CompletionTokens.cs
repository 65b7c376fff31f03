namespace HfEndpoints.Client.Inference;

/// <summary>
/// The tokens of a text completion with their probabilities: a list of them, as llama.cpp has it, or lists of texts and
/// numbers side by side, as OpenAI's first completions had it.
/// </summary>
/// <param name="Tokens">The tokens; none if the server was not asked.</param>
/// <param name="TopTokens">The most likely tokens at each step.</param>
internal sealed record CompletionTokens(HfGeneratedToken[] Tokens, HfGeneratedToken[][] TopTokens)
{
    /// <summary>Reads those of a choice.</summary>
    public static CompletionTokens Read(JsonElement choice)
    {
        JsonElement logprobs = choice.Member("logprobs") ?? default;
        JsonElement[] items = [.. logprobs.ItemsOf("content")];
        if (items.Length > 0)
        {
            return new CompletionTokens(
                [.. items.Select(ReadToken)],
                [.. items.Select(item => item.ItemsOf("top_logprobs").Select(ReadToken).ToArray())]);
        }

        JsonElement[] numbers = [.. logprobs.ItemsOf("token_logprobs")];
        return new CompletionTokens(
            [.. logprobs.ItemsOf("tokens").Select((token, place) => new HfGeneratedToken
            {
                Text = token.ValueKind == JsonValueKind.String ? token.GetString()! : "",
                Logprob = place < numbers.Length ? NumberOf(numbers[place]) : null,
            })],
            [.. logprobs.ItemsOf("top_logprobs").Select(ReadTable)]);
    }

    private static HfGeneratedToken ReadToken(JsonElement item) => new()
    {
        Id = item.WholeOf("id") ?? 0,
        Text = item.TextOf("token") ?? "",
        Logprob = NumberOf(item.Member("logprob") ?? default),
    };

    private static HfGeneratedToken[] ReadTable(JsonElement table) => table.ValueKind != JsonValueKind.Object ? [] :
        [.. table.EnumerateObject().Select(entry => new HfGeneratedToken { Text = entry.Name, Logprob = NumberOf(entry.Value) })];

    private static double? NumberOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out double number) ? number : null;
}
