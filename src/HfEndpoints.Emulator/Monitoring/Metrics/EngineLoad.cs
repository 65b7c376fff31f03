namespace HfEndpoints.Emulator;

/// <summary>What an endpoint's server counts about itself, for its own metrics route. Safe from any thread.</summary>
internal sealed class EngineLoad
{
    private readonly Lock _lock = new();
    private IReadOnlyList<string> _lastPrompt = [];
    private long _requests;
    private long _successes;
    private long _failures;
    private long _promptTokens;
    private long _generatedTokens;
    private long _microseconds;
    public long Requests => Interlocked.Read(ref _requests);
    public long Successes => Interlocked.Read(ref _successes);
    public long Failures => Interlocked.Read(ref _failures);
    public long Finished => Successes + Failures;
    public long PromptTokens => Interlocked.Read(ref _promptTokens);
    public long GeneratedTokens => Interlocked.Read(ref _generatedTokens);

    /// <summary>What all finished requests took together, in seconds of real time.</summary>
    public double Seconds => Interlocked.Read(ref _microseconds) / 1e6;
    public void Begin() => Interlocked.Increment(ref _requests);

    public void End(bool succeeded, TimeSpan elapsed)
    {
        Interlocked.Increment(ref succeeded ? ref _successes : ref _failures);
        Interlocked.Add(ref _microseconds, (long)elapsed.TotalMicroseconds);
    }

    public void CountPrompt(int tokens) => Interlocked.Add(ref _promptTokens, tokens);

    /// <summary>How many first tokens a prompt shares with the one before, which the server need not read again.</summary>
    public int Reuse(IReadOnlyList<string> prompt)
    {
        lock (_lock)
        {
            int same = prompt.Zip(_lastPrompt).TakeWhile(pair => pair.First == pair.Second).Count();
            _lastPrompt = prompt;
            // The last token is always read, as the answer begins with what the model makes of it.
            return Math.Min(same, Math.Max(0, prompt.Count - 1));
        }
    }

    public void Count(IEnumerable<Generation> generations)
    {
        foreach (Generation generation in generations)
        {
            Interlocked.Add(ref _promptTokens, generation.PromptTokens.Count);
            Interlocked.Add(ref _generatedTokens, generation.Tokens.Count);
        }
    }
}
