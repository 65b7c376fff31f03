namespace HfEndpoints;

/// <summary>What a deployed server reports about itself. Values that it does not report are null.</summary>
public sealed record HfServerInfo
{
    /// <summary>The name of the endpoint; null if an address was given.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The address of the server.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The program that serves: TGI, TEI, vLLM, SGLang, llama.cpp or Toolkit; null if it is not known.</summary>
    public string? Engine { get; init; }

    /// <summary>The version of the program.</summary>
    public string? Version { get; init; }

    /// <summary>The name of the model; of several, the first.</summary>
    public string? Model => Models.FirstOrDefault();

    /// <summary>The names of all models served; several if adapters are served too.</summary>
    public HfList<string> Models { get; init; } = [];

    /// <summary>What the model is for, such as text-generation.</summary>
    public string? Task { get; init; }

    /// <summary>The maximum number of tokens of an input.</summary>
    public long? MaxInputTokens { get; init; }

    /// <summary>The maximum number of tokens of an input and its answer together.</summary>
    public long? MaxTotalTokens { get; init; }

    /// <summary>The maximum number of inputs in a request.</summary>
    public int? MaxBatchSize { get; init; }

    /// <summary>The number of concurrent requests.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>
    /// The server's answers: that of <c>/info</c>, or else <c>models</c>, the list of <c>/v1/models</c>, together with the
    /// members of the other answers.
    /// </summary>
    internal IReadOnlyDictionary<string, object?> RawMembers { get; init; } = new Dictionary<string, object?>();

    /// <summary>Returns the server's whole answer. It is not a property, or each list and file would have it.</summary>
    /// <returns>That of <c>/info</c>, or else <c>models</c>, the list of <c>/v1/models</c>, with the members of other answers.</returns>
    public IReadOnlyDictionary<string, object?> GetRaw() => RawMembers;

    /// <summary>Returns the program, its version and the model.</summary>
    /// <returns>A text such as <c>TGI 3.3.6: gpt2</c>.</returns>
    public override string ToString() => $"{Engine ?? "unknown"} {Version}".TrimEnd() + (Model is null ? "" : $": {Model}");
}
