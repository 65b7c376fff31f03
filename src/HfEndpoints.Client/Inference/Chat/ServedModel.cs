namespace HfEndpoints.Client.Inference;

/// <summary>
/// The model name for requests. Most servers accept any. One that refuses is asked for its models, and that name is then used.
/// </summary>
internal sealed class ServedModel(ServerInspector inspector)
{
    // What Hugging Face's own client sends to an address.
    private const string Any = "dummy";

    private string? _found;

    /// <summary>The name that a server reports; null if it only repeats the placeholder.</summary>
    public static string? Told(string? name) => name == Any ? null : name;

    /// <summary>The name to send: the chosen one, the one found before, or the one that the server reported otherwise.</summary>
    public string NameFor(string? chosen, HfServerInfo? info) => chosen ?? Volatile.Read(ref _found)
        ?? (info is { Models: [{ } only] } && ServerEngines.IsOpenAi(info) ? only : Any);

    /// <summary>The name to send after one was refused.</summary>
    /// <exception cref="HfException">The caller named it, or the server serves none or several.</exception>
    public async Task<string> ReplaceAsync(
        string? chosen, string sent, HfException refusal, InferenceOptions? options, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> served = await inspector.GetModelsAsync(options, cancellationToken).ConfigureAwait(false);
        if (chosen is null && served is [{ } only] && only != sent)
        {
            Volatile.Write(ref _found, only);
            return only;
        }

        if (served.Count == 0 || served.Contains(sent))
        {
            throw refusal;
        }

        string names = string.Join(", ", served.Select(name => $"'{name}'"));
        throw new HfException(HfErrorKind.ModelNotFound, $"{refusal.Message} It serves {names}.", refusal);
    }
}
