namespace HfEndpoints.Emulator;

/// <summary>The proxy in front of a deployed endpoint: who may pass, and whether there is anything behind it.</summary>
internal static class Gateway
{
    private const string HoldHeader = "X-Scale-Up-Timeout";

    public static Task HandleAsync(HttpContext context, ServingServices services, string ns, string name, string? path)
    {
        EndpointRecord record = services.Store.Find(ns, name) ?? throw ServiceException.NotFound("no such endpoint");
        return services.Traffic.ObserveAsync(context, record, "/" + path, sample => PassAsync(context, services, record, sample, ns, path));
    }

    private static async Task PassAsync(
        HttpContext context, ServingServices services, EndpointRecord record, TrafficSample sample, string ns, string? path)
    {
        EndpointSpec spec = services.Store.Use(record, _ => record.Spec);
        Authorize(context.Request, services.Accounts, spec, ns);
        Refuse.If(
            !await WaitUntilReadyAsync(context, services, record),
            () => ServiceException.Unavailable("the endpoint is starting, try again later"));
        spec = services.Store.Use(record, now =>
        {
            record.Life.Touch(now);
            sample.ReplicaId = record.Traffic.NextReplica(record.Life, now);
            return record.Spec;
        });
        var request = new EngineRequest(context, "/" + path, record, spec, services);
        context.Features.Set(request);
        IInferenceEngine engine = EngineSelector.Select(spec);
        if (!services.Backend.IsActive)
        {
            await engine.HandleAsync(request);
        }
        else if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            await services.Backend.ForwardAsync(request);
        }
        else
        {
            await request.WithSlotAsync(engine, () => services.Backend.ForwardAsync(request));
        }
    }

    private static void Authorize(HttpRequest request, AccountDirectory accounts, EndpointSpec spec, string ns)
    {
        if (spec.Type == "public")
        {
            return;
        }

        TokenAccess access = accounts.Access(request) ?? throw ServiceException.Unauthorized("a valid token is required");
        Refuse.If(
            !access.CanInfer || (spec.Type == "private" && accounts.Member(ns) is not { IsForbidden: false }),
            () => ServiceException.Forbidden("missing permissions: inference.endpoints.infer.write"));
    }

    /// <summary>Wakes a sleeping endpoint. Waits for a starting one only as long as the request's header allows.</summary>
    private static async Task<bool> WaitUntilReadyAsync(HttpContext context, ServingServices services, EndpointRecord record)
    {
        DateTimeOffset? deadline = null;
        while (true)
        {
            Task changed = services.Clock.Changed;
            (bool ready, DateTimeOffset now, DateTimeOffset? next) = services.Store.Use(
                record, at => (IsReady(record, at), at, record.Life.NextChange()));
            if (ready)
            {
                return true;
            }

            deadline ??= now + HoldTime(context.Request);
            if (now >= deadline)
            {
                return false;
            }

            DateTimeOffset until = next < deadline ? next.Value : deadline.Value;
            await services.Clock.WaitAsync(until, changed, context.RequestAborted);
        }
    }

    private static bool IsReady(EndpointRecord record, DateTimeOffset now)
    {
        EndpointLife life = record.Life;
        Refuse.If(record.IsDeleted, () => ServiceException.NotFound("no such endpoint"));
        switch (life.State)
        {
            case EndpointState.Paused:
                throw ServiceException.BadRequest("The endpoint is paused, ask a maintainer to restart it");
            case EndpointState.Failed or EndpointState.UpdateFailed:
                throw ServiceException.BadRequest("Your endpoint is in error, check its status on endpoints.huggingface.co");
            case EndpointState.ScaledToZero:
                life.Wake(now);
                return false;
            default:
                return life.ReadyReplica(now) > 0;
        }
    }

    private static TimeSpan HoldTime(HttpRequest request) =>
        double.TryParse(request.Headers[HoldHeader].ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && seconds is > 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;
}

internal static class ServingRoutes
{
    public static void MapServing(this IEndpointRouteBuilder routes) => routes.Map("/serve/{ns}/{name}/{**path}", Gateway.HandleAsync);
}

/// <summary>What the gateway and the engines share.</summary>
internal sealed record ServingServices(
    EmulatorOptions Options, EndpointStore Store, AccountDirectory Accounts, EmulatorClock Clock, RandomSource Random,
    TrafficRecorder Traffic, BackendProxy Backend);
