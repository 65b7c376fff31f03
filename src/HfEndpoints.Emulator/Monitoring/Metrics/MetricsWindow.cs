namespace HfEndpoints.Emulator;

/// <summary>The time a metrics request asks about, and the steps its points are apart.</summary>
internal sealed record MetricsWindow(DateTimeOffset Start, DateTimeOffset Stop, TimeSpan Step, string? ReplicaId)
{
    private const int MaxPoints = 120;
    private static readonly int[] s_steps = [10, 30, 60, 300, 900, 3600, 21_600, 86_400];

    private static readonly Shape s_shape = new ObjectShape()
        .Required("start", Shape.Text)
        .Required("stop", Shape.Text)
        .Maybe("replicaId", Shape.Text);

    public static async Task<MetricsWindow> ReadAsync(HttpRequest request)
    {
        JsonObject body = await JsonBody.ReadAsync(request, s_shape);
        DateTimeOffset start = Time(body, "start");
        DateTimeOffset stop = Time(body, "stop");
        if (stop < start)
        {
            throw ServiceException.BadRequest("stop must not be before start");
        }

        double seconds = (stop - start).TotalSeconds;
        int step = s_steps.FirstOrDefault(candidate => seconds / candidate <= MaxPoints);
        step = step == 0 ? (int)Math.Ceiling(seconds / MaxPoints) : step;
        return new MetricsWindow(start, stop, TimeSpan.FromSeconds(step), body["replicaId"]?.GetValue<string>());
    }

    /// <summary>The beginnings of the steps that lie in the window and are not before or after the endpoint's life.</summary>
    public IEnumerable<DateTimeOffset> Points(DateTimeOffset created, DateTimeOffset now)
    {
        DateTimeOffset from = Start > created ? Start : created;
        DateTimeOffset last = Stop < now ? Stop : now;
        for (long ticks = from.UtcTicks - (from.UtcTicks % Step.Ticks); ticks <= last.UtcTicks; ticks += Step.Ticks)
        {
            yield return new DateTimeOffset(ticks, TimeSpan.Zero);
        }
    }

    public JsonObject ToJson() => new()
    {
        ["start"] = EmulatorClock.Format(Start),
        ["stop"] = EmulatorClock.Format(Stop),
        ["timeWindowSeconds"] = (int)Step.TotalSeconds,
    };

    private static DateTimeOffset Time(JsonObject body, string name)
    {
        string text = body[name]!.GetValue<string>();
        return Rfc3339.TryParse(text, out DateTimeOffset time)
            ? time
            : throw new PlainTextException(
                StatusCodes.Status422UnprocessableEntity,
                $"Failed to deserialize the JSON body into the target type: {name}: input contains invalid characters");
    }
}
