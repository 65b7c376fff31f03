using System.Net;
using HfEndpoints.Client;
using HfEndpoints.Client.Endpoints.Requests;
using HfEndpoints.Client.Errors;

namespace HfEndpoints.Commands.Hardware;

/// <summary>A create that the service refused: what it could have been asked for instead.</summary>
internal static class Refusal
{
    public static bool IsOfValues(HfApiException exception) =>
        exception.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity;

    /// <summary>The refusal, with the nearest values there are where the hardware asked for is not listed.</summary>
    public static async Task<HfApiException> ExplainAsync(
        HfApiException refusal,
        HfClient client,
        string @namespace,
        EndpointSettings settings,
        CancellationToken cancellationToken)
    {
        try
        {
            string? advice = await client.Hardware.AdviseAsync(@namespace, settings, cancellationToken)
                .ConfigureAwait(false);
            return advice is null ? refusal : refusal.WithAdvice(advice);
        }
        catch (HfException)
        {
            // What the service said is what the user must know; this was only to add to it.
            return refusal;
        }
    }
}
