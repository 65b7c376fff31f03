namespace HfEndpoints.Client.Batches;

/// <summary>
/// A limit that climbs to its target in small steps over half an answer's time, so that a refusal comes after one
/// request too many and not after a hundred.
/// </summary>
internal sealed class LimitRamp(TimeProvider clock)
{
    private const int StepsPerClimb = 16;

    private int _target = 1;
    private int _stepSize = 1;
    private TimeSpan _step;
    private long _stepAt;

    public int Limit { get; private set; } = 1;

    public bool IsClimbing => Limit < _target;

    public void Set(int limit) => Limit = _target = Math.Max(1, limit);

    public void Climb(int target, double latency, long now)
    {
        int distance = target - Limit;
        _target = target;
        _stepSize = Math.Max(1, distance / StepsPerClimb);
        _step = TimeSpan.FromSeconds(latency / 2 / ((distance / _stepSize) + 1));
        _stepAt = NextAt(now);
    }

    /// <summary>Takes a step that is due.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Advance(long now)
    {
        if (!IsClimbing || now < _stepAt)
        {
            return false;
        }

        Limit = Math.Min(_target, Limit + _stepSize);
        _stepAt = NextAt(now);
        return !IsClimbing;
    }

    /// <summary>When the next step is due; null if none is.</summary>
    public TimeSpan? NextStep(long now) => !IsClimbing ? null : _stepAt > now ? clock.GetElapsedTime(now, _stepAt) : TimeSpan.Zero;

    private long NextAt(long now) => now + (long)(_step.TotalSeconds * clock.TimestampFrequency);
}
