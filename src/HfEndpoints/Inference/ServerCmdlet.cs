using System.Management.Automation;
using HfEndpoints.Client;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>A cmdlet that talks to a deployed server: an endpoint, or an address.</summary>
public abstract class ServerCmdlet : HfCmdlet
{
    private protected const string EndpointSet = "Endpoint";
    private protected const string UriSet = "Uri";
    private HfEndpointReference? _piped;

    /// <summary>The endpoint, or its name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = EndpointSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [ValidateNotNull]
    public HfEndpointReference? Endpoint { get; set; }

    /// <summary>The address of a deployed server, instead of an endpoint.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [Alias("Model")]
    public virtual Uri? Uri { get; set; }

    /// <summary>The user or organization that owns the endpoint named; by default the session's.</summary>
    [Parameter(ParameterSetName = EndpointSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>
    /// How long to wait for an endpoint that wakes or starts, in seconds or as a TimeSpan; 0 fails at once.
    /// </summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan ColdStartTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The endpoint of the record at hand; null where an address was given.</summary>
    private protected HfEndpointReference? CurrentEndpoint => ParameterSetName == EndpointSet ? _piped ?? Endpoint : null;

    /// <summary>
    /// The texts of the record at hand. In <c>$endpoint | Invoke-HfTextGeneration 'I am'</c> PowerShell takes the text for
    /// the endpoint, which stands first, and the endpoint for the text; here both come to their places.
    /// </summary>
    /// <param name="bound">What was bound to a parameter with <see cref="PipedEndpointTransformationAttribute"/>.</param>
    private protected string[] TextsOf(string[] bound)
    {
        _piped = null;
        if (PipedEndpointTransformationAttribute.Find(bound) is not { } endpoint)
        {
            return bound;
        }

        // An object that was piped in is bound to both.
        if (Endpoint is not { Namespace: null, Name: { } text })
        {
            return [];
        }

        _piped = endpoint;
        return [text];
    }

    /// <summary>
    /// Makes what finds the servers of this call. On the pipeline thread only; a bad address or the lack of an account
    /// is written as an error, and the answer is null.
    /// </summary>
    private protected Func<Action<string>, ServerResolver>? TryMakeResolver()
    {
        HfConnection session;
        InferenceTarget? address;
        try
        {
            session = Connection;
            address = ParameterSetName == UriSet ? ServerAddress.ToTarget(Uri!, Token is not null) : null;
        }
        catch (HfException exception)
        {
            GiveUp(exception, Uri ?? (object?)Endpoint?.Name);
            return null;
        }

        HfToken? token = Token is null ? null : HfToken.FromSecureString(Token, "-Token");
        string? owner = Namespace;

        // Who says how long to wait, waits for a first deployment too.
        bool waitForPending = ColdStartTimeout > TimeSpan.Zero
            && MyInvocation.BoundParameters.ContainsKey(nameof(ColdStartTimeout));
        return log => new ServerResolver(session, token, owner, address, waitForPending, log);
    }
}
