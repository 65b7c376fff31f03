using System.Management.Automation;
using System.Text.RegularExpressions;

namespace HfEndpoints.Commands;

/// <summary>
/// Every error record of the module: its id, category, and what to do about it. The table is the one that
/// about_HfErrors shows.
/// </summary>
internal static partial class ErrorRecords
{
    private static readonly Dictionary<HfErrorKind, (ErrorCategory Category, string Remedy)> s_kinds = new()
    {
        [HfErrorKind.InvalidRequest] = (ErrorCategory.InvalidArgument, ""),
        [HfErrorKind.EndpointNotFound] = (
            ErrorCategory.ObjectNotFound,
            "See what there is with 'Get-HfInferenceEndpoint', and name another user or organization with -Namespace."),
        [HfErrorKind.NotFound] = (
            ErrorCategory.ObjectNotFound, "Check the address and the namespace ('Get-HfContext' shows both)."),
        [HfErrorKind.EndpointAlreadyExists] = (
            ErrorCategory.ResourceExists,
            "Choose another name, or change the endpoint that is there with 'Set-HfInferenceEndpoint'."),
        [HfErrorKind.AlreadyExists] = (ErrorCategory.ResourceExists, "Take the one that is there, or choose another name."),
        [HfErrorKind.EndpointAlreadyRunning] = (
            ErrorCategory.ResourceExists, "Leave -FailIfRunning away where that is fine."),
        [HfErrorKind.QuotaExceeded] = (
            ErrorCategory.QuotaExceeded,
            "Pause an endpoint with 'Suspend-HfInferenceEndpoint' (one scaled to zero still counts), "
            + "choose other hardware, or ask Hugging Face for more."),
        [HfErrorKind.TokenNotSet] = (
            ErrorCategory.AuthenticationError,
            "Set the environment variable HF_TOKEN, or run 'Connect-HfAccount -Token (Read-Host -AsSecureString)'."),
        [HfErrorKind.Unauthorized] = (
            ErrorCategory.AuthenticationError,
            "The token is wrong or has expired: make one at https://huggingface.co/settings/tokens and run "
            + "'Connect-HfAccount'."),
        [HfErrorKind.Forbidden] = (
            ErrorCategory.PermissionDenied,
            "The token's permissions or the account's billing do not allow this; managing endpoints needs "
            + "inference.endpoints.write, calling them inference.endpoints.infer.write."),
        [HfErrorKind.UntrustedAddress] = (ErrorCategory.SecurityError, "Use an https address."),
        [HfErrorKind.RateLimited] = (
            ErrorCategory.LimitsExceeded, "Send less at once (-ThrottleLimit), or try again later."),
        [HfErrorKind.NotSupported] = (
            ErrorCategory.NotImplemented,
            "The service does not offer this, at all or for this endpoint: trying again does not help."),
        [HfErrorKind.ServiceUnavailable] = (
            ErrorCategory.ResourceUnavailable, "Try again later; https://status.huggingface.co tells of outages."),
        [HfErrorKind.ConnectionFailed] = (
            ErrorCategory.ConnectionError, "Check the network, the proxy and the address ('Get-HfContext' shows it)."),
        [HfErrorKind.RequestTimeout] = (ErrorCategory.OperationTimeout, "Try again later."),
        [HfErrorKind.InvalidResponse] = (
            ErrorCategory.InvalidData,
            "Something between here and the service may have answered in its place: check the address and the proxy."),
        [HfErrorKind.Offline] = (ErrorCategory.ResourceUnavailable, "Unset HF_HUB_OFFLINE to send requests."),
        [HfErrorKind.EndpointNotRunning] = (
            ErrorCategory.ResourceUnavailable,
            "Start it with 'Resume-HfInferenceEndpoint' if it is paused or scaled to zero, "
            + "and wait for it with 'Wait-HfInferenceEndpoint'."),
        [HfErrorKind.EndpointFailed] = (
            ErrorCategory.InvalidResult,
            "Mend its configuration with 'Set-HfInferenceEndpoint', or remove it with 'Remove-HfInferenceEndpoint'."),
        [HfErrorKind.WaitTimeout] = (
            ErrorCategory.OperationTimeout, "The service goes on with it: wait again, with a greater -Timeout."),
        [HfErrorKind.GenerationFailed] = (ErrorCategory.InvalidResult, ""),
        [HfErrorKind.ModelNotFound] = (
            ErrorCategory.ObjectNotFound, "Name one that is served with -Model, or leave it out where it is the only one."),
        [HfErrorKind.ChatTemplateMissing] = (
            ErrorCategory.InvalidOperation,
            "The model is none for chat: use 'Invoke-HfTextGeneration', or deploy one that has a chat template."),
        [HfErrorKind.FileNotWritten] = (
            ErrorCategory.WriteError, "Check that the folder is there, may be written to and has room."),
        [HfErrorKind.OutputInUse] = (
            ErrorCategory.ResourceBusy, "Wait until it has ended, or name another file with -OutPath."),
        [HfErrorKind.OutputMismatch] = (
            ErrorCategory.ResourceExists,
            "Name another file with -OutPath, or run it with the jobs and settings that the file was written with."),
        [HfErrorKind.InvalidJob] = (ErrorCategory.InvalidData, "Mend the job, and run the batch with -RetryFailed."),
        [HfErrorKind.DuplicateJob] = (
            ErrorCategory.InvalidData, "Give each job an id of its own, and run the batch with -RetryFailed."),
        [HfErrorKind.FileNotRead] = (ErrorCategory.OpenError, "Check the path, and that you may read the file."),
        [HfErrorKind.InvalidFile] = (
            ErrorCategory.InvalidData, "Mend the file, for which 'Export-HfInferenceEndpoint' makes a pattern."),
        [HfErrorKind.SecretNotFound] = (
            ErrorCategory.ObjectNotFound,
            "Set the variable, or store the secret with 'Set-Secret'; with -WhatIf you see what is missing before anything is done."),
        [HfErrorKind.StreamInterrupted] = (
            ErrorCategory.ConnectionError, "What came so far is incomplete: send the prompt again."),
    };

    /// <summary>Makes the record of a failure.</summary>
    /// <param name="exception">The failure; its kind's name is the id.</param>
    /// <param name="target">The name of what it happened to, never a request: that holds the token.</param>
    public static ErrorRecord From(HfException exception, object? target)
    {
        (ErrorCategory category, string remedy) = s_kinds[exception.Kind];
        if (exception.Kind == HfErrorKind.Forbidden && MissingPermission().Match(exception.Message) is { Success: true } missing)
        {
            remedy = $"The token lacks the permission {missing.Groups[1].Value} there: give it to the token at "
                + "https://huggingface.co/settings/tokens, or use another one with 'Connect-HfAccount' or -Token.";
        }

        return new ErrorRecord(exception, exception.Kind.ToString(), category, target)
        {
            // Not as the recommended action: the console would show it a second time.
            ErrorDetails = new ErrorDetails($"{exception.Message} {remedy}".TrimEnd()),
        };
    }

    /// <summary>Whether the next item would fail for the same reason, so that one record says it all.</summary>
    public static bool ConcernsAll(HfException exception) =>
        exception.Kind is HfErrorKind.TokenNotSet or HfErrorKind.Unauthorized or HfErrorKind.Offline;

    // The service's own words name it.
    [GeneratedRegex(@"missing permissions?: ([\w.-]+(?:, *[\w.-]+)*)", RegexOptions.IgnoreCase)]
    private static partial Regex MissingPermission();
}
