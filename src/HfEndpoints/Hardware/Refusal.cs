using System.Net;

namespace HfEndpoints.Commands;

/// <summary>Adds a suggestion to a create or a change that the service refused.</summary>
internal static class Refusal
{
    public static bool IsOfValues(HfException exception) =>
        exception.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity;

    /// <summary>The error, with similar values if the requested hardware is not listed.</summary>
    public static async Task<HfException> ExplainAsync(
        HfException refusal, HfClient client, string owner, EndpointSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            string? advice = await client.Hardware.AdviseAsync(owner, settings, cancellationToken).ConfigureAwait(false);
            return advice is null ? refusal : refusal.WithAdvice(advice);
        }
        catch (HfException)
        {
            // Keep the service's error: this was only an addition.
            return refusal;
        }
    }

    /// <summary>The error of a change, which also considers the unchanged hardware.</summary>
    public static async Task<HfException> ExplainAsync(
        HfException refusal, EndpointTarget target, EndpointSettings settings, CancellationToken cancellationToken)
    {
        if (!HardwareCheck.IsChosen(settings))
        {
            return refusal;
        }

        try
        {
            HfInferenceEndpoint current = await target.ReadAsync(cancellationToken).ConfigureAwait(false);
            return await ExplainAsync(
                    refusal, target.Client, target.Namespace, HardwareCheck.Complete(settings, current), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (HfException)
        {
            // As above: keep the service's error.
            return refusal;
        }
    }
}
