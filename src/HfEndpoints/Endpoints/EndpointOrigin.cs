using System.Text.Json;

namespace HfEndpoints.Commands;

/// <summary>Hidden data of endpoints that cmdlets emit.</summary>
internal static class EndpointOrigin
{
    extension(HfInferenceEndpoint endpoint)
    {
        /// <summary>The account and service it was read with; null for an object that was made by hand.</summary>
        public HfConnection? Connection => (HfConnection?)endpoint.Account;

        /// <summary>The server's whole answer, including unknown fields. The values of secrets are masked.</summary>
        public PSObject? RawObject => endpoint.Json.ValueKind == JsonValueKind.Object
            ? (PSObject)(endpoint.Raw ??= JsonConversion.ToPSObject(endpoint.Json))
            : null;

        /// <summary>The endpoint with a view of its own, as HfEndpoints.Endpoints.Format.ps1xml names it.</summary>
        public PSObject ShownAs(string view)
        {
            PSObject shown = PSObject.AsPSObject(endpoint);
            shown.TypeNames.Insert(0, $"{typeof(HfInferenceEndpoint).FullName}#{view}");
            return shown;
        }
    }
}
