namespace HfEndpoints.Commands;

/// <summary>Gets what deployed servers report about themselves: engine, version, models and limits.</summary>
[Cmdlet(
    VerbsCommon.Get, "HfInferenceServerInfo", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Get-HfInferenceServerInfo.md")]
[OutputType(typeof(HfServerInfo))]
public sealed class GetHfInferenceServerInfoCommand : InferenceCmdlet<string>
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => Submit("", null);

    private protected override IInferenceTask<string> CreateTask() => new ServerInfoTask();
}
