namespace HfEndpoints.Emulator;

/// <summary>A request inside the container, with what the server knows about its deployment.</summary>
internal sealed class EngineRequest(HttpContext context, string path, EndpointRecord record, EndpointSpec spec, ServingServices services)
{
    /// <summary>Makes an endpoint's model one without a chat template.</summary>
    private const string NoTemplateTag = "emulator:no-chat-template";

    private ModelPace? _pace;
    private int _inputTokens;
    private int _outputTokens;

    public HttpContext Context { get; } = context;

    /// <summary>The path as the container sees it, always with a slash in front.</summary>
    public string Path { get; } = path;
    public string Method => Context.Request.Method;
    public EndpointSpec Spec { get; } = spec;
    public ServingServices Services { get; } = services;

    /// <summary>What the repository is taken for.</summary>
    public ModelCard Card { get; } = new(spec.Repository, spec.Task);

    /// <summary>Whether the model has a template for chats.</summary>
    public bool HasChatTemplate => Card.HasChatTemplate && !Spec.HasTag(NoTemplateTag);

    /// <summary>What the server counts about itself.</summary>
    public EngineLoad Load => record.Load;
    public DateTimeOffset CreatedAt => record.CreatedAt;
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>The service's time as OpenAI's answers have it.</summary>
    public long Now => Services.Clock.UtcNow.ToUnixTimeSeconds();

    /// <summary>The requests that are worked on, and those that wait for a slot.</summary>
    public (int Running, int Waiting) Work =>
        Services.Store.Use(record, _ => (record.Life.InFlight - record.Queue.Length, record.Queue.Length));

    /// <summary>An identifier in hexadecimal digits; the same in every run with the same seed and requests.</summary>
    public string NewHexId(int digits)
    {
        string id = "";
        while (id.Length < digits)
        {
            id += Services.Random.NextSeed().ToString("x16", CultureInfo.InvariantCulture);
        }

        return id[^digits..];
    }

    /// <summary>Does work that takes a replica's slot. When there is none, the engine lets the request wait or refuses it.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="work">The work.</param>
    /// <param name="refuse">How this request is refused, if not as the engine refuses others.</param>
    /// <param name="texts">How many texts the request has, and how many a replica works on, for a server that counts them.</param>
    public async Task WithSlotAsync(
        IInferenceEngine engine, Func<Task> work, Func<Task>? refuse = null, (int Count, int Most)? texts = null)
    {
        if (!await TakeSlotAsync(engine, texts))
        {
            await (refuse?.Invoke() ?? engine.RefuseAsync(Context));
            return;
        }

        long start = Services.Clock.Mark();
        _pace = Services.Options.RealisticLatency ? new ModelPace(record, Services) : null;
        bool succeeded = false;
        Load.Begin();
        try
        {
            await work();
            succeeded = Context.Response.StatusCode < 400;
        }
        finally
        {
            Load.End(succeeded, Services.Clock.RealTimeSince(start));
            Services.Store.Use(record, now =>
            {
                record.Life.RequestFinished(now);
                record.TextsInWork -= texts?.Count ?? 0;
                record.Queue.CallFirst();
                return true;
            });
        }
    }

    /// <summary>Counts the prompts and the texts that the model makes of them.</summary>
    public void Count(IReadOnlyCollection<Generation> generations)
    {
        Load.Count(generations);
        if (_pace is null)
        {
            return;
        }

        // Several answers to one prompt are written together, after it was read once.
        _inputTokens += generations.DistinctBy(generation => string.Concat(generation.PromptTokens)).Sum(text => text.PromptTokens.Count);
        _outputTokens = Math.Max(_outputTokens, generations.Max(generation => generation.Tokens.Count));
    }

    /// <summary>Counts the tokens of a prompt that the model only reads.</summary>
    public void CountPrompt(int tokens)
    {
        Load.CountPrompt(tokens);
        _inputTokens += tokens;
    }

    /// <summary>Takes as long as an answer takes.</summary>
    public async Task ThinkAsync()
    {
        await Services.Clock.DelayAsync(Services.Options.GenerateTime, Aborted);
        for (int token = 0; _pace is not null && token < Math.Max(1, _outputTokens); token++)
        {
            await _pace.NextTokenAsync(_inputTokens, Aborted);
        }
    }

    /// <summary>Takes as long as one streamed chunk of a number of chunks takes.</summary>
    public Task ThinkAsync(int chunks) => _pace?.NextTokenAsync(_inputTokens, Aborted) ?? Services.Clock.DelayAsync(
        Services.Options.TokenTime > TimeSpan.Zero ? Services.Options.TokenTime : Services.Options.GenerateTime / Math.Max(1, chunks),
        Aborted);

    private async Task<bool> TakeSlotAsync(IInferenceEngine engine, (int Count, int Most)? texts)
    {
        int perReplica = engine.Slots(Spec, Services.Options.MaxConcurrent);
        (bool taken, LinkedListNode<TaskCompletionSource>? place) = Services.Store.Use(record, now =>
        {
            bool free = record.Queue.Length == 0 && record.Life.InFlight < Slots(now, perReplica)
                && (texts is null || record.TextsInWork + texts.Value.Count <= Slots(now, texts.Value.Most));
            bool waits = !free && engine.Queues(Spec) && !(record.Queue.Length >= engine.MostWaiting(Spec));
            if (free || waits)
            {
                // One that waits is a request under way too: it keeps the endpoint awake and makes it scale up.
                record.Life.RequestStarted(now);
                record.TextsInWork += texts?.Count ?? 0;
            }

            return (free, waits ? record.Queue.Enter() : null);
        });
        if (place is null)
        {
            return taken;
        }

        await WaitForTurnAsync(place, perReplica);
        return true;
    }

    private async Task WaitForTurnAsync(LinkedListNode<TaskCompletionSource> place, int perReplica)
    {
        try
        {
            while (true)
            {
                Task clock = Services.Clock.Changed;
                (bool mine, Task called, DateTimeOffset? next) = Services.Store.Use(record, now =>
                {
                    SlotQueue.Renew(place);
                    bool free = record.Queue.IsFirst(place) && record.Life.InFlight - record.Queue.Length < Slots(now, perReplica);
                    if (free)
                    {
                        record.Queue.Leave(place);
                    }

                    return (free, place.Value.Task, record.Life.NextChange());
                });
                if (mine)
                {
                    return;
                }

                await Services.Clock.WaitAsync(next, Task.WhenAny(called, clock), Aborted);
            }
        }
        catch (OperationCanceledException)
        {
            Services.Store.Use(record, now =>
            {
                record.Queue.Leave(place);
                record.Life.RequestFinished(now);
                return true;
            });
            throw;
        }
    }

    private int Slots(DateTimeOffset now, int perReplica) => Math.Max(1, record.Life.ReadyReplica(now)) * perReplica;
}

/// <summary>
/// The requests that wait for a slot of an endpoint whose server queues, first come first served. Used under the store's lock.
/// </summary>
internal sealed class SlotQueue
{
    private readonly LinkedList<TaskCompletionSource> _waiting = [];

    /// <summary>How many requests wait.</summary>
    public int Length => _waiting.Count;

    public LinkedListNode<TaskCompletionSource> Enter() =>
        _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public bool IsFirst(LinkedListNode<TaskCompletionSource> place) => _waiting.First == place;

    /// <summary>Gives up a place, because its request got a slot or its client has left, and calls the next.</summary>
    public void Leave(LinkedListNode<TaskCompletionSource> place)
    {
        _waiting.Remove(place);
        CallFirst();
    }

    /// <summary>Tells the first in the queue that a slot may be free.</summary>
    public void CallFirst() => _waiting.First?.Value.TrySetResult();

    /// <summary>A signal for another turn of waiting at the same place.</summary>
    public static void Renew(LinkedListNode<TaskCompletionSource> place)
    {
        if (place.Value.Task.IsCompleted)
        {
            place.Value = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}

/// <summary>
/// Finds what makes a model fail while it generates: "emulator:fail-after-N" in the prompt or as a tag of the endpoint, N tokens
/// into the answer. Without a stream the whole answer is the error.
/// </summary>
internal static partial class GenerationFault
{
    public static int? Find(EngineRequest request, IEnumerable<string> prompts) => prompts.Concat(request.Spec.Tags)
        .Select(text => Pattern().Match(text)).FirstOrDefault(match => match.Success) is Match found
        ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(@"emulator:fail-after-(\d{1,6})")]
    private static partial Regex Pattern();
}
