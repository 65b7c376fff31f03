namespace HfEndpoints.Client.Batches;

/// <summary>
/// Finds out whether requests fail because too many are sent. That some fail does not show it: so when more fail than
/// usual, the limit is lowered on trial. It stays low if far fewer fail then; otherwise the failures have another cause.
/// </summary>
internal sealed class LoadTrial
{
    // So many failures make a share that can be compared: by chance, one is half of another in 3 of 100 trials.
    private const int Enough = 20;
    private const int FewEnough = Enough / 2;
    private const int Period = 400;
    private const double MoreThanUsual = 1.5;
    private const double Decrease = 0.75;

    private double _usualShare;
    private double _highShare;
    private int _requests;
    private int _failures;

    /// <summary>Whether the limit is lowered on trial.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The limit before the trial.</summary>
    public int HighLimit { get; private set; }

    /// <summary>The limit on trial: as many as were answered before, and fewer.</summary>
    public int LowLimit => Math.Max(1, (int)(HighLimit * (1 - _highShare) * Decrease));

    /// <summary>Counts a request that was sent under the current limit and has ended.</summary>
    /// <param name="hasFailed">Whether it failed.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="inFlight">The requests in flight.</param>
    public TrialStep Count(bool hasFailed, int limit, int inFlight)
    {
        _requests++;
        _failures += hasFailed ? 1 : 0;
        return IsOn ? Compare() : Watch(limit, inFlight);
    }

    /// <summary>Whether so many failures of so many requests are no more than usual, or few.</summary>
    public bool AreUsual(int failures, int requests) => failures <= 2 + (2 * _usualShare * requests);

    /// <summary>Another limit is in force now.</summary>
    public void Restart() => (_requests, _failures) = (0, 0);

    /// <summary>Ends the trial without a result.</summary>
    public void Cancel()
    {
        IsOn = false;
        Restart();
    }

    private TrialStep Watch(int limit, int inFlight)
    {
        bool areMany = _failures - (MoreThanUsual * _usualShare * _requests) >= Enough;
        if (!areMany && _requests < Period)
        {
            return TrialStep.None;
        }

        // Failures are often quick and answers slow, so those still in flight count as answered.
        double share = (double)_failures / (_requests + inFlight);
        Restart();
        if (!areMany || limit == 1)
        {
            _usualShare = share;
            return TrialStep.None;
        }

        (IsOn, HighLimit, _highShare) = (true, limit, share);
        return TrialStep.Begin;
    }

    private TrialStep Compare()
    {
        if (_failures < FewEnough)
        {
            IsOn = _requests * _highShare < Enough;
            return IsOn ? TrialStep.None : TrialStep.Keep;
        }

        (IsOn, _usualShare) = (false, _highShare);
        return TrialStep.Revert;
    }
}

/// <summary>What follows for the limit.</summary>
internal enum TrialStep
{
    None,

    /// <summary>More fail than usual: try the low limit.</summary>
    Begin,

    /// <summary>Far fewer fail under the low limit: keep it.</summary>
    Keep,

    /// <summary>As many fail under the low limit: take the high one again.</summary>
    Revert,
}
