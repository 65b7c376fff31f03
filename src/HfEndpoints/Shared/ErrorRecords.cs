namespace HfEndpoints.Commands;

/// <summary>Every error of the module: its id, category and remedy. about_HfErrors shows the same table.</summary>
internal static class ErrorRecords
{
    private static readonly Dictionary<HfErrorKind, (ErrorCategory Category, string Remedy)> s_kinds = new()
    {
        [HfErrorKind.InvalidRequest] = (ErrorCategory.InvalidArgument, ""),
        [HfErrorKind.EndpointNotFound] = (
            ErrorCategory.ObjectNotFound,
            "List the endpoints with 'Get-HfInferenceEndpoint', and use -Namespace for another user or organization."),
        [HfErrorKind.NotFound] = (
            ErrorCategory.ObjectNotFound, "Check the address and the namespace ('Get-HfContext' shows both)."),
        [HfErrorKind.EndpointAlreadyExists] = (
            ErrorCategory.ResourceExists,
            "Choose another name, or change the existing endpoint with 'Set-HfInferenceEndpoint'."),
        [HfErrorKind.AlreadyExists] = (ErrorCategory.ResourceExists, "Use the existing one, or choose another name."),
        [HfErrorKind.EndpointAlreadyRunning] = (
            ErrorCategory.ResourceExists, "Leave out -FailIfRunning if that is fine."),
        [HfErrorKind.QuotaExceeded] = (
            ErrorCategory.QuotaExceeded,
            "Pause an endpoint with 'Suspend-HfInferenceEndpoint' (a scaled-to-zero endpoint still counts), "
            + "choose other hardware, or ask Hugging Face for a larger quota."),
        [HfErrorKind.TokenNotSet] = (
            ErrorCategory.AuthenticationError,
            "Set the environment variable HF_TOKEN, or run 'Connect-HfAccount -Token (Read-Host -AsSecureString)'."),
        [HfErrorKind.Unauthorized] = (
            ErrorCategory.AuthenticationError,
            "The token is wrong or has expired. Create one at https://huggingface.co/settings/tokens and run "
            + "'Connect-HfAccount'."),
        [HfErrorKind.Forbidden] = (
            ErrorCategory.PermissionDenied,
            "The token's permissions or the account's billing do not allow this. Managing endpoints needs "
            + "inference.endpoints.write, calling them inference.endpoints.infer.write."),
        [HfErrorKind.UntrustedAddress] = (ErrorCategory.SecurityError, "Use an https address."),
        [HfErrorKind.RateLimited] = (
            ErrorCategory.LimitsExceeded, "Lower -ThrottleLimit, or try again later."),
        [HfErrorKind.NotSupported] = (
            ErrorCategory.NotImplemented,
            "The service does not offer this, in general or for this endpoint. Trying again does not help."),
        [HfErrorKind.ServiceUnavailable] = (
            ErrorCategory.ResourceUnavailable, "Try again later; https://status.huggingface.co shows outages."),
        [HfErrorKind.ConnectionFailed] = (
            ErrorCategory.ConnectionError, "Check the network, the proxy and the address ('Get-HfContext' shows it)."),
        [HfErrorKind.RequestTimeout] = (ErrorCategory.OperationTimeout, "Try again later."),
        [HfErrorKind.InvalidResponse] = (
            ErrorCategory.InvalidData,
            "Something between here and the service may have answered in its place. Check the address and the proxy."),
        [HfErrorKind.Offline] = (ErrorCategory.ResourceUnavailable, "Unset HF_HUB_OFFLINE to send requests."),
        [HfErrorKind.EndpointNotRunning] = (
            ErrorCategory.ResourceUnavailable,
            "Start it with 'Resume-HfInferenceEndpoint' if it is paused or scaled to zero, "
            + "and wait for it with 'Wait-HfInferenceEndpoint'."),
        [HfErrorKind.EndpointFailed] = (
            ErrorCategory.InvalidResult,
            "Fix its configuration with 'Set-HfInferenceEndpoint', or remove it with 'Remove-HfInferenceEndpoint'."),
        [HfErrorKind.WaitTimeout] = (
            ErrorCategory.OperationTimeout, "It keeps starting: wait again with a longer -Timeout."),
        [HfErrorKind.GenerationFailed] = (ErrorCategory.InvalidResult, ""),
        [HfErrorKind.ModelNotFound] = (
            ErrorCategory.ObjectNotFound, "Give one of its models with -Model, or leave it out if there is only one."),
        [HfErrorKind.ChatTemplateMissing] = (
            ErrorCategory.InvalidOperation,
            "This model does not support chat. Use 'Invoke-HfTextGeneration', or deploy one that has a chat template."),
        [HfErrorKind.FileNotWritten] = (
            ErrorCategory.WriteError, "Check that the folder exists, is writable and has space."),
        [HfErrorKind.OutputInUse] = (
            ErrorCategory.ResourceBusy, "Wait until it ends, or give another file with -OutPath."),
        [HfErrorKind.OutputMismatch] = (
            ErrorCategory.ResourceExists,
            "Give another file with -OutPath, or run the batch with the jobs and settings that the file was written with."),
        [HfErrorKind.InvalidJob] = (ErrorCategory.InvalidData, "Fix the job, and run the batch with -RetryFailed."),
        [HfErrorKind.DuplicateJob] = (
            ErrorCategory.InvalidData, "Give each job its own id, and run the batch with -RetryFailed."),
        [HfErrorKind.FileNotRead] = (ErrorCategory.OpenError, "Check the path, and that you may read the file."),
        [HfErrorKind.InvalidFile] = (
            ErrorCategory.InvalidData, "Fix the file. For files of endpoints, 'Export-HfInferenceEndpoint' writes an example."),
        [HfErrorKind.SecretNotFound] = (
            ErrorCategory.ObjectNotFound,
            "Set the variable, or store the secret with 'Set-Secret'; -WhatIf shows what is missing before anything is changed."),
        [HfErrorKind.EmulatorNotStarted] = (ErrorCategory.ResourceUnavailable, ""),
        [HfErrorKind.StreamInterrupted] = (
            ErrorCategory.ConnectionError, "What arrived is incomplete. Send the prompt again."),
    };

    /// <summary>Creates the error record of a failure.</summary>
    /// <param name="exception">The failure; its kind's name is the id.</param>
    /// <param name="target">The name of the item that failed, never a request, because that contains the token.</param>
    public static ErrorRecord From(HfException exception, object? target)
    {
        (ErrorCategory category, string remedy) = s_kinds[exception.Kind];
        remedy = exception.IsOutcomeUnknown
            ? WhetherCreated(exception.Namespace, exception.Endpoint)
            : exception.Remedy ?? Remedies.Find(exception) ?? remedy;
        return new ErrorRecord(exception, exception.Kind.ToString(), category, target)
        {
            // Not as RecommendedAction, because the console would show it twice.
            ErrorDetails = new ErrorDetails($"{exception.Message} {remedy}".TrimEnd()),
        };
    }

    /// <summary>The commands that show whether an endpoint was created, and delete it.</summary>
    /// <param name="owner">The user or organization; null if it is not known.</param>
    /// <param name="name">The endpoint's name; null if the service chose it.</param>
    public static string WhetherCreated(string? owner, string? name)
    {
        string where = owner is null ? "" : $" -Namespace {owner}";
        return $"Find out with 'Get-HfInferenceEndpoint{(name is null ? "" : $" {name}")}{where}', and delete it with "
            + $"'Remove-HfInferenceEndpoint {name ?? "<name>"}{where}'.";
    }

    /// <summary>Whether the next item would fail for the same reason, so that one record is enough.</summary>
    public static bool ConcernsAll(HfException exception) =>
        exception.Kind is HfErrorKind.TokenNotSet or HfErrorKind.Unauthorized or HfErrorKind.Offline;
}
