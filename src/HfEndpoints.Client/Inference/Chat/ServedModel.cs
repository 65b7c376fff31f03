namespace HfEndpoints.Client.Inference;

/// <summary>
/// The name of the model to ask a server for. Most servers take any; one that refuses is asked for what it serves, and
/// the name it gives is used from then on.
/// </summary>
internal sealed class ServedModel(ServerInspector inspector)
{
    // What Hugging Face's own client sends to an address.
    private const string Any = "dummy";

    private string? _found;

    /// <summary>The name that a server tells; null if it only repeats the one that stands for any.</summary>
    public static string? Told(string? name) => name == Any ? null : name;

    /// <summary>The name to send: that chosen, or found before, or told by the server while it was asked for other things.</summary>
    public string NameFor(string? chosen, ServerInfo? info) => chosen ?? Volatile.Read(ref _found)
        ?? (info is { Models: [{ } only] } && ServerEngines.IsOpenAi(info) ? only : Any);

    /// <summary>The name to send after one was refused.</summary>
    /// <exception cref="HfException">The caller named it, or the server serves none or several.</exception>
    public async Task<string> ReplaceAsync(
        string? chosen,
        string sent,
        HfException refusal,
        InferenceOptions? options,
        CancellationToken cancellationToken)
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
