using System.Net;
using HfEndpoints.Client.Endpoints;
using HfEndpoints.Client.Errors;
using HfEndpoints.Client.Http;

namespace HfEndpoints.Client.Waiting;

/// <summary>Asks a deployed server whether it is ready.</summary>
internal sealed class HealthProbe(HfTransport transport)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// True where the health route answers 200. A refusal of the token is thrown, for it does not pass by itself.
    /// </summary>
    public async Task<bool> IsHealthyAsync(InferenceEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(endpoint.Status.Url, UriKind.Absolute, out Uri? url))
        {
            return false;
        }

        var request = new HfRequest(HttpMethod.Get, UriPath.AppendRoute(url, endpoint.HealthRoute))
        {
            Action = $"ask endpoint '{endpoint.Name}' whether it is ready",
            Accept = "*/*",
            // The status is all that counts.
            IsStream = true,
            Retry = RetryRule.Never,
            SendToken = true,
            Timeout = s_timeout,
        };
        try
        {
            using HttpResponseMessage response = await transport.SendAsync(request, cancellationToken)
                .ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HfException exception) when (exception.Kind is not (
            HfErrorKind.Unauthorized or HfErrorKind.Forbidden or HfErrorKind.TokenNotSet
            or HfErrorKind.UntrustedAddress))
        {
            return false;
        }
    }
}
