namespace HfEndpoints.Commands;

/// <summary>Completes shards: 1/2, 1/4, 1/8, and after a slash and a number all shards of so many.</summary>
public sealed class ShardCompleter : IArgumentCompleter
{
    // More would not be chosen from a list.
    private const int MaxShown = 64;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string[] parts = wordToComplete.Trim('\'', '"').Split('/');
        return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count is > 0 and <= MaxShown
            ? CompletionText.Match(parts[0], Enumerable.Range(1, count).Select(index => Shard(index, count)))
            : CompletionText.Match(wordToComplete, [Shard(1, 2), Shard(1, 4), Shard(1, 8)]);
    }

    private static (string Value, string ToolTip) Shard(int index, int count) => (
        new HfBatchShard(index, count).ToString(),
        string.Create(CultureInfo.InvariantCulture, $"The jobs {index}, {index + count}, {index + (2 * count)}, ..."));
}
