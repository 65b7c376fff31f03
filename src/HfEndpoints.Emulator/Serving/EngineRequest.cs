using HfEndpoints.Emulator.Management;
using HfEndpoints.Emulator.Serving.Language;

namespace HfEndpoints.Emulator.Serving;

/// <summary>A request inside the container, with what the server knows about its deployment.</summary>
internal sealed class EngineRequest(HttpContext context, string path, EndpointRecord record, EndpointSpec spec, ServingServices services)
{
    public HttpContext Context { get; } = context;

    /// <summary>The path as the container sees it, always with a slash in front.</summary>
    public string Path { get; } = path;

    public string Method => Context.Request.Method;

    public EndpointSpec Spec { get; } = spec;

    public ServingServices Services { get; } = services;

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Does work that takes a replica's slot, or has the engine refuse when there is none.</summary>
    public async Task WithSlotAsync(IInferenceEngine engine, Func<Task> work)
    {
        if (!TryTakeSlot())
        {
            await engine.RefuseAsync(Context).ConfigureAwait(false);
            return;
        }

        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            Services.Store.Use(record, now =>
            {
                record.Life.RequestFinished(now);
                return true;
            });
        }
    }

    public Generation Generate(GenerationOptions options) => TextGenerator.Generate(Services.Model, options);

    /// <summary>Takes as long as an answer takes.</summary>
    public Task ThinkAsync() => Services.Options.GenerateTime > TimeSpan.Zero ? Task.Delay(Services.Options.GenerateTime, Aborted) : Task.CompletedTask;

    /// <summary>Takes as long as one streamed chunk of a number of chunks takes.</summary>
    public Task ThinkAsync(int chunks)
    {
        TimeSpan delay = Services.Options.TokenTime > TimeSpan.Zero ? Services.Options.TokenTime : Services.Options.GenerateTime / Math.Max(1, chunks);
        return delay > TimeSpan.Zero ? Task.Delay(delay, Aborted) : Task.CompletedTask;
    }

    private bool TryTakeSlot() => Services.Store.Use(record, now =>
    {
        int slots = Math.Max(1, record.Life.ReadyReplica(now)) * Services.Options.MaxConcurrent;
        if (record.Life.InFlight >= slots)
        {
            return false;
        }

        record.Life.RequestStarted(now);
        return true;
    });
}
