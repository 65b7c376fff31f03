namespace HfEndpoints.Client;

/// <summary>Decides from an endpoint's state whether to continue waiting.</summary>
internal static class WaitVerdict
{
    /// <summary>Why waiting is pointless; null if it is not.</summary>
    public static HfException? WhyHopeless(HfInferenceEndpoint endpoint, string wanted)
    {
        string? state = endpoint.Status;
        if (EndpointStates.Is(state, wanted))
        {
            return null;
        }

        if (EndpointStates.Is(state, EndpointStates.Failed) || EndpointStates.Is(state, EndpointStates.UpdateFailed))
        {
            string what = EndpointStates.Is(state, EndpointStates.Failed) ? "failed to deploy" : "failed to update";
            return new HfException(HfErrorKind.EndpointFailed, $"Endpoint '{endpoint.Name}' {what}: {EndpointStates.Explain(endpoint)}")
            {
                Endpoint = endpoint.Name,
                Namespace = endpoint.Namespace,
            };
        }

        if (EndpointStates.Is(state, EndpointStates.Paused)
            || EndpointStates.Is(state, EndpointStates.ScaledToZero))
        {
            string what = EndpointStates.Is(state, EndpointStates.Paused) ? "is paused" : "is scaled to zero";
            return new HfException(
                HfErrorKind.EndpointNotRunning, $"Endpoint '{endpoint.Name}' {what} and can't become {wanted} by itself.")
            {
                Endpoint = endpoint.Name,
                Namespace = endpoint.Namespace,
            };
        }

        return null;
    }
}
