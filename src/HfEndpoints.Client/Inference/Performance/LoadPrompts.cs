using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Inference;

/// <summary>The prompts of a load test: given ones in turn, or made-up ones of a length.</summary>
internal sealed class LoadPrompts
{
    // Nearly every tokenizer has a token for each of these with the blank before it, so a prompt has about as many tokens as words.
    private static readonly string[] s_words =
    [
        "the", "of", "and", "to", "in", "is", "that", "for", "it", "as", "was", "with", "on", "by", "at", "from", "his", "are", "this",
        "or", "had", "not", "but", "what", "all", "were", "when", "we", "there", "can", "an", "your", "which", "said", "if", "do", "will",
        "each", "about", "how", "up", "out", "them", "then", "many", "some", "so", "would", "other", "into", "has", "more", "two", "like",
        "time", "could", "no", "make", "than", "first", "been", "its", "who", "now", "people", "my", "made", "over", "did", "down", "only",
        "way", "find", "use", "may", "water", "long", "little", "very", "after", "words", "called", "just", "where", "most", "know",
    ];

    private const int MaxTextBytes = 64 << 20;
    private static readonly JobReader s_reader = new(JobKinds.Text, null);

    private readonly IReadOnlyList<string>? _texts;
    private readonly int _tokens;

    /// <summary>Takes texts in turn.</summary>
    /// <param name="texts">The texts, at least one.</param>
    public LoadPrompts(IReadOnlyList<string> texts) => _texts = texts;

    /// <summary>Makes up a text for each request, so that no server can have kept one from before.</summary>
    /// <param name="tokens">About how many tokens each has.</param>
    public LoadPrompts(int tokens) => _tokens = tokens;

    /// <summary>The text of a request. The same number gives the same text.</summary>
    public string this[int number]
    {
        get
        {
            if (_texts is not null)
            {
                return _texts[(int)((uint)number % _texts.Count)];
            }

            // The seed's sign is ignored.
            var random = new Random(number >= 0 ? number : int.MaxValue + number);
            return string.Join(' ', Enumerable.Range(0, _tokens).Select(_ => s_words[random.Next(s_words.Length)]));
        }
    }

    /// <summary>Reads prompts from a file: a line each of a <c>.txt</c>, otherwise the jobs of a batch.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="HfException">It can't be read, or contains no prompt, or something else.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        bool isText = Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase);
        IReadOnlyList<string> prompts = isText
            ? [.. WholeFile.ReadText(path, MaxTextBytes).Split('\n', '\r').Where(line => !string.IsNullOrWhiteSpace(line))]
            : await ReadJobsAsync(path, cancellationToken).ConfigureAwait(false);
        return prompts.Count > 0 ? prompts : throw new HfException(HfErrorKind.InvalidFile, $"'{path}' contains no prompts.");
    }

    /// <summary>The text of a job.</summary>
    /// <exception cref="HfException">It can't be read, or is not a text.</exception>
    public static string TextOf(InputLine line)
    {
        BatchJob job = s_reader.Read(line);
        return job.Problem is null && job.Input.GetValueKind() == JsonValueKind.String
            ? job.Input.GetValue<string>()
            : throw new HfException(
                HfErrorKind.InvalidJob, job.Problem ?? $"Job {line.Line} is not a text, and a load test sends texts alone. Use 'prompt'.");
    }

    private static async Task<IReadOnlyList<string>> ReadJobsAsync(string path, CancellationToken cancellationToken)
    {
        var prompts = new List<string>();
        var input = BatchInput.FromFile(path);
        try
        {
            await foreach (InputLine line in input.ReadAsync(null, cancellationToken).ConfigureAwait(false))
            {
                prompts.Add(TextOf(line));
            }
        }
        catch (IOException exception)
        {
            throw input.NotRead(exception);
        }

        return prompts;
    }
}
