namespace HfEndpoints.Client;

/// <summary>
/// A create that survives a lost answer. If it is not known whether the service created the endpoint, it is looked up
/// by name: ours, which is what was asked for, is returned, another is an error, and the create is sent again only if there is none.
/// </summary>
internal sealed class EndpointCreation(
    HfTransport transport, EndpointsClient endpoints, string owner, string name, Func<HfInferenceEndpoint, bool> isAsked)
{
    // How far the clocks of the service's machines may differ, and its clock from ours if it does not send its time.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_toleranceWithoutDate = TimeSpan.FromMinutes(5);

    // How long an endpoint that costs money is looked up, and how long an answer may take.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_lookUpTimeout = TimeSpan.FromSeconds(15);

    private long _begun;
    private DateTimeOffset _earliest;
    private bool _hasServerTime;

    private HfClientOptions Options => transport.Options;

    private TimeSpan Elapsed => Options.TimeProvider.GetElapsedTime(_begun);

    public async Task<HfInferenceEndpoint> RunAsync(HfRequest request, CancellationToken cancellationToken)
    {
        using CreateTurn turn = await CreateTurn.TakeAsync(Options.EndpointsUri, owner, name, cancellationToken).ConfigureAwait(false);
        _begun = Options.TimeProvider.GetTimestamp();
        _earliest = Options.TimeProvider.GetUtcNow() - s_toleranceWithoutDate;
        try
        {
            HfInferenceEndpoint created = await CreateAsync(request, turn, cancellationToken).ConfigureAwait(false);
            turn.Record(created.CreatedAt);
            return created;
        }
        catch (OperationCanceledException exception) when (request.MayHaveActed)
        {
            throw new CreateCanceledException(owner, name, exception);
        }
    }

    private async Task<HfInferenceEndpoint> CreateAsync(HfRequest request, CreateTurn turn, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await transport.SendJsonAsync(
                        request,
                        (shown, exact) => EndpointReader.ReadCreated(shown, exact, owner, Options.EndpointsUri),
                        cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (HfException exception) when (exception.MayHaveActed || (request.MayHaveActed && IsConflict(exception)))
            {
                request.MayHaveActed = true;
                TakeTime(request);
                Options.Log?.Invoke($"The answer to the create of '{name}' was lost ({exception.Message}) Looking it up.");
                if (await FindAsync(exception, cancellationToken).ConfigureAwait(false) is { } found)
                {
                    return IsOurs(found, turn) ? found : throw Taken(found);
                }

                if (attempt >= Options.MaxRetries || IsConflict(exception))
                {
                    throw;
                }
            }

            await transport.PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks up the endpoint, until that succeeds or the time for it is up; null if there is none.</summary>
    private async Task<HfInferenceEndpoint?> FindAsync(HfException lost, CancellationToken cancellationToken)
    {
        long since = Options.TimeProvider.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            HfRequest request = endpoints.GetRequest(owner, name) with
            {
                Retry = RetryRule.Never,
                Timeout = Options.RequestTimeout < s_lookUpTimeout ? Options.RequestTimeout : s_lookUpTimeout,
            };
            TimeSpan pause;
            try
            {
                return await endpoints.SendAsync(request, owner, cancellationToken).ConfigureAwait(false);
            }
            catch (HfException exception) when (exception.Kind == HfErrorKind.EndpointNotFound)
            {
                return null;
            }
            catch (HfException exception)
            {
                TimeSpan left = s_patience - Options.TimeProvider.GetElapsedTime(since);
                pause = Backoff.Pause(Options, attempt, exception.RetryAfter);
                if (!exception.MayPass || pause > left)
                {
                    throw Unknown(lost, exception);
                }

                Options.Log?.Invoke(string.Create(
                    CultureInfo.InvariantCulture, $"{exception.Message} Looking it up again in {pause.TotalSeconds:0.0} s."));
            }
            finally
            {
                TakeTime(request);
            }

            await Task.Delay(pause, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    // By the service's clock, as of the first answer that has it: our clock may differ, and the service's may run faster.
    private void TakeTime(HfRequest request)
    {
        if (!_hasServerTime && request.ServerTime is { } now)
        {
            _hasServerTime = true;
            _earliest = now - Elapsed - s_tolerance;
        }
    }

    // Two programs that send the same create at the same time can't be told apart: the service does not say who asked.
    private bool IsOurs(HfInferenceEndpoint found, CreateTurn turn) =>
        found.CreatedAt >= _earliest && isAsked(found) && !turn.IsGiven(found.CreatedAt);

    private HfException Taken(HfInferenceEndpoint found) => new(
        HfErrorKind.EndpointAlreadyExists,
        $"Cannot create endpoint '{name}' in namespace '{owner}': another endpoint has this name"
        + (found.CreatedAt is { } time ? $", created at {time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}." : "."));

    private HfException Unknown(HfException lost, HfException failure) => new(
        lost, $"{lost.Message} The endpoint may exist nevertheless, and cost money, because it could not be looked up: {failure.Message}")
    {
        Endpoint = name,
        Namespace = owner,
        IsOutcomeUnknown = true,
    };

    private static bool IsConflict(HfException exception) => exception.Kind == HfErrorKind.EndpointAlreadyExists;
}
