namespace HfEndpoints.Client;

/// <summary>
/// Lets one create of a name after the other run in this process, and remembers which endpoint its sender was given. So a
/// sender whose answer was lost does not take the endpoint of another runspace for its own, although both asked for the same.
/// </summary>
internal sealed class CreateTurn : IDisposable
{
    // Longer than an endpoint may have existed before a create that takes it for its own.
    private static readonly TimeSpan s_memory = TimeSpan.FromMinutes(10);

    // The answers of two routes may give the same time with another precision.
    private static readonly TimeSpan s_precision = TimeSpan.FromMilliseconds(1);

    private static readonly Dictionary<string, CreateTurn> s_turns = [];

    private readonly SemaphoreSlim _gate = new(1);
    private readonly string _key;
    private int _users;
    private DateTimeOffset? _createdAt;
    private long _recordedAt;

    private CreateTurn(string key) => _key = key;

    /// <summary>Waits until no other create of the same name runs. The turn ends when it is disposed of.</summary>
    public static async Task<CreateTurn> TakeAsync(Uri service, string owner, string name, CancellationToken cancellationToken)
    {
        CreateTurn turn = Find($"{service.AbsoluteUri} {owner}/{name}");
        try
        {
            await turn._gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch (OperationCanceledException)
        {
            turn.Leave();
            throw;
        }
    }

    /// <summary>Records the endpoint that its sender is given.</summary>
    public void Record(DateTimeOffset? createdAt)
    {
        _createdAt = createdAt;
        _recordedAt = Environment.TickCount64;
    }

    /// <summary>Whether an endpoint was given to its sender in an earlier turn.</summary>
    public bool IsGiven(DateTimeOffset? createdAt) => (createdAt - _createdAt)?.Duration() < s_precision;

    public void Dispose()
    {
        _gate.Release();
        Leave();
    }

    private static CreateTurn Find(string key)
    {
        lock (s_turns)
        {
            foreach (CreateTurn old in s_turns.Values.Where(turn => turn.IsOver).ToArray())
            {
                s_turns.Remove(old._key);
            }

            if (!s_turns.TryGetValue(key, out CreateTurn? turn))
            {
                s_turns[key] = turn = new CreateTurn(key);
            }

            turn._users++;
            return turn;
        }
    }

    private bool IsOver => _users == 0 && (_createdAt is null || Environment.TickCount64 - _recordedAt > s_memory.TotalMilliseconds);

    private void Leave()
    {
        lock (s_turns)
        {
            _users--;
        }
    }
}
