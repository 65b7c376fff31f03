namespace HfEndpoints.Emulator;

/// <summary>A server with routes of OpenAI's API in its own dialect. Its routes give the answer, or null when they have sent it.</summary>
internal abstract class OpenAiEngine(OpenAiDialect dialect) : IInferenceEngine
{
    public abstract int? DefaultPort { get; }
    public virtual bool Queues(EndpointSpec spec) => true;
    public virtual int? MostWaiting(EndpointSpec spec) => null;
    public virtual int Slots(EndpointSpec spec, int allowed) => allowed;
    public abstract bool AnswersHealth(string route);

    public async Task HandleAsync(EngineRequest request)
    {
        try
        {
            await request.Context.AnswerAsync(await RouteAsync(request));
        }
        catch (EngineException error) when (!request.Context.Response.HasStarted)
        {
            await request.Context.AnswerJsonAsync(dialect.ErrorBody(error), error.Status);
        }
    }

    public Task RefuseAsync(HttpContext context) => context.AnswerJsonAsync(dialect.ErrorBody(Overloaded), Overloaded.Status);

    /// <summary>What a request is refused with when there is neither a slot nor a place in the queue.</summary>
    protected abstract EngineException Overloaded { get; }

    /// <summary>The same in a stream, for a server that has answered 200 before it looks for a slot; null for others.</summary>
    protected virtual EngineException? OverloadedInStream => null;

    protected abstract Task<object?> RouteAsync(EngineRequest request);

    /// <summary>Answers at once, whatever else is worked on.</summary>
    protected async Task<object?> ReadAsync(EngineRequest request, Func<EngineRequest, JsonFields, object?> answer) =>
        answer(request, await dialect.ReadAsync(request));

    /// <summary>Answers when there is a slot.</summary>
    protected Task<object?> WorkAsync(EngineRequest request, Func<EngineRequest, JsonFields, Task<object?>> answer) =>
        WithSlotAsync(request, async () => await answer(request, await dialect.ReadAsync(request)));

    /// <summary>The same for a route that reads its body by itself.</summary>
    protected async Task<object?> WithSlotAsync(EngineRequest request, Func<Task<object?>> answer)
    {
        await request.WithSlotAsync(this, async () => await request.Context.AnswerAsync(await answer()), () => RefuseAsync(request));
        return null;
    }

    private async Task RefuseAsync(EngineRequest request)
    {
        bool streams = OverloadedInStream is not null && !request.Context.Request.HasFormContentType
            && (await dialect.ReadBodyAsync(request))["stream"]?.ToString() == "true";
        await (streams ? dialect.RefuseInStreamAsync(request, OverloadedInStream!) : RefuseAsync(request.Context));
    }
}
