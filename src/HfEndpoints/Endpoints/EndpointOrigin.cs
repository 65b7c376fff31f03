using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>What an endpoint that the cmdlets emit remembers beside what users see of it.</summary>
internal static class EndpointOrigin
{
    extension(HfInferenceEndpoint endpoint)
    {
        /// <summary>The account and service it was read with; null for an object that was made by hand.</summary>
        public HfConnection? Connection => (HfConnection?)endpoint.Account;

        /// <summary>The server's whole answer, fields unknown here included; the values of secrets are masked.</summary>
        public PSObject? Raw => (PSObject?)endpoint.Answer?.Value;
    }
}
