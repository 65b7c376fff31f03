namespace HfEndpoints.Commands;

/// <summary>Gets the requests that an emulator got, oldest first.</summary>
[Cmdlet(VerbsCommon.Get, "HfEmulatorRequest", HelpUri = HelpPages.Root + "Get-HfEmulatorRequest.md")]
[OutputType(typeof(HfEmulatorRequest))]
public sealed class GetHfEmulatorRequestCommand : EmulatorCmdlet
{
    /// <summary>Only those to these paths; wildcards are allowed.</summary>
    [Parameter(Position = 0, HelpMessage = "Only those to these paths; wildcards are allowed.")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[]? Path { get; set; }

    /// <summary>Only those with these methods, such as POST.</summary>
    [Parameter(HelpMessage = "Only those with these methods, such as POST.")]
    [ArgumentCompleter(typeof(MethodCompleter))]
    public string[]? Method { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunWithEmulator(async (emulator, output, cancellationToken) =>
    {
        Func<string, bool> isPath = NamePattern.CompileAny(Path);
        IReadOnlyList<HfEmulatorRequest> requests = await emulator.ListRequestsAsync(cancellationToken).ConfigureAwait(false);
        await output.WriteAllAsync(
        [
            .. requests
                .Where(request => isPath(request.Path)
                    && (Method is null || Method.Contains(request.Method, StringComparer.OrdinalIgnoreCase)))
                .Select(request => request with { Body = JsonConversion.ToObjects(request.Body) }),
        ]).ConfigureAwait(false);
    });
}

/// <summary>Completes the methods of requests.</summary>
public sealed class MethodCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("GET", "reads"), ("POST", "creates, or asks a model"), ("PUT", "changes"), ("DELETE", "removes"),
    ];
}
