namespace HfEndpoints.Commands;

/// <summary>Talks to the model of a deployed endpoint at the prompt, until /exit.</summary>
[Cmdlet(VerbsCommon.Enter, "HfChat", DefaultParameterSetName = EndpointSet, HelpUri = HelpPages.Root + "Enter-HfChat.md")]
[OutputType(typeof(void))]
public sealed class EnterHfChatCommand : ServerCmdlet<HfEndpointReference, Uri>
{
    private PromptConsole? _console;

    /// <summary>The address of a deployed server, instead of an endpoint.</summary>
    // Without the alias Model: here that is the model's name.
    [Parameter(Mandatory = true, ParameterSetName = UriSet, HelpMessage = "The address of a deployed server, instead of an endpoint.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public override Uri? Uri { get; set; }

    /// <summary>The system message.</summary>
    [Parameter(HelpMessage = "The system message.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? System { get; set; }

    /// <summary>The name under which the server serves the model; needed only where it serves several.</summary>
    [Parameter(HelpMessage = "The name under which the server serves the model; needed only where it serves several.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>An earlier answer, or its messages. The conversation continues from there.</summary>
    [Parameter(HelpMessage = "An earlier answer, or its messages. The conversation continues from there.")]
    [AllowNull]
    public object[]? History { get; set; }

    /// <summary>The maximum number of tokens of an answer.</summary>
    [Parameter(HelpMessage = "The maximum number of tokens of an answer.")]
    public int? MaxTokens { get; set; }

    /// <summary>The sampling temperature.</summary>
    [Parameter(HelpMessage = "The sampling temperature.")]
    public double? Temperature { get; set; }

    /// <summary>How long a stream may be silent, 0 for no limit; by default the session's time, or 2 minutes.</summary>
    [Parameter(HelpMessage = "How long a stream may be silent, 0 for no limit; by default the session's time, or 2 minutes.")]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public TimeSpan? IdleTimeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        HfEndpointReference? reference = Endpoint;
        try
        {
            using PromptConsole console = PromptConsole.Open(this);
            _console = console;
            HfConnection session = ConnectionOf(reference);
            InferenceTarget? address = Uri is null ? null : ServerResolver.ToTarget(Uri, Token is not null);
            var talk = new ChatTalk(this, console, new RunningText(this))
            {
                Request = new ChatRequest(ReadHistory())
                {
                    Model = Model,
                    Parameters = new ChatParameters
                    {
                        MaxTokens = MaxTokens,
                        Temperature = Temperature,
                        StreamOptions = ChatParameters.WithUsage,
                    },
                },
                Options = new InferenceOptions { ColdStartTimeout = ColdStartTimeout, Timeout = Timeout, IdleTimeout = IdleTimeout },
            };
            bool allowPending = AllowsPending;
            Run((output, cancellationToken) => ReportAsync(output, reference?.Name ?? (object?)Uri, async () =>
            {
                CalledServer server = await CalledServer
                    .FindAsync((reference, address), session, Namespace, output, cancellationToken).ConfigureAwait(false);
                await talk.RunAsync(server, allowPending, output, cancellationToken).ConfigureAwait(false);
            }));
        }
        catch (HfException exception)
        {
            WriteFailure(exception, reference?.Name ?? (object?)Uri);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _console?.Dispose();
    }

    private JsonObject[] ReadHistory()
    {
        var reader = new MessageReader(new ContentReader(new ImageAddress(path => FilePaths.One(SessionState, path, nameof(History)))));
        return [.. reader.Read(History ?? []), .. System is null ? [] : new[] { MessageReader.Make("system", System) }];
    }
}
