using System.Text.RegularExpressions;

namespace HfEndpoints.Commands;

/// <summary>What to do about failures for which the advice of their kind would be too general.</summary>
internal static partial class Remedies
{
    /// <summary>The advice for a failure; null if that of its kind fits.</summary>
    public static string? Find(HfException failure) => failure.Kind switch
    {
        HfErrorKind.Forbidden when MissingPermission().Match(failure.Message) is { Success: true } missing =>
            $"The token lacks the permission {missing.Groups[1].Value} there. Add it to the token at "
                + "https://huggingface.co/settings/tokens, or use another one with 'Connect-HfAccount' or -Token.",
        HfErrorKind.InvalidRequest when Says(failure, "cannot be scaled to zero") =>
            $"It has to be allowed to first: 'Set-HfInferenceEndpoint {Name(failure)} -MinReplica 0 -ScaleToZeroTimeout 15m'. "
                + "Without -ScaleToZero it is paused, which costs nothing either.",
        HfErrorKind.ConnectionFailed when Loopback().IsMatch(failure.Message) =>
            "Nothing answers there. If it was an emulator, start another with 'Start-HfEmulator | Connect-HfAccount', or go back to the "
                + "account of the environment with 'Disconnect-HfAccount'.",
        HfErrorKind.NotFound when Says(failure, "may not support chat") && failure.Endpoint is not null =>
            "Continue texts with 'Invoke-HfTextGeneration', or deploy the model on a server that chats: from the catalog "
                + "('Get-HfInferenceCatalog'), or with -CustomImage, such as @{ vLLM = @{ url = 'vllm/vllm-openai:latest' } }.",
        HfErrorKind.NotFound when Says(failure, "has no route for") && failure.Endpoint is not null =>
            $"What runs there: Get-HfInferenceServerInfo {Name(failure)}",
        HfErrorKind.NotFound when Says(failure, "ask the Hub about the model") =>
            "Check the name of the repository, and that the token may read it.",
        HfErrorKind.EndpointNotRunning when Says(failure, "not deployed yet") =>
            $"Wait for it: Wait-HfInferenceEndpoint {Name(failure)}",
        HfErrorKind.EndpointNotRunning when failure.Endpoint is not null =>
            $"Start it: Resume-HfInferenceEndpoint {Name(failure)} -Wait",
        _ => Gated().Match(failure.Message) is { Success: true } gated
            ? $"Access to this model has to be asked for, at https://huggingface.co/{gated.Groups["repository"].Value} with the account of "
                + "the token. Then update or create the endpoint again."
            : null,
    };

    private static bool Says(HfException failure, string text) => failure.Message.Contains(text, StringComparison.OrdinalIgnoreCase);

    // As it can be pasted into any session.
    private static string Name(HfException failure) =>
        failure.Namespace is null ? failure.Endpoint ?? "<name>" : $"{failure.Namespace}/{failure.Endpoint}";

    // The service's own message names it.
    [GeneratedRegex(@"missing permissions?: ([\w.-]+(?:, *[\w.-]+)*)", RegexOptions.IgnoreCase)]
    private static partial Regex MissingPermission();

    [GeneratedRegex(@"\b(?:127\.0\.0\.1|localhost|\[::1\]):\d+")]
    private static partial Regex Loopback();

    // As the hub, and the servers that download from it, say it.
    [GeneratedRegex(
        @"(?:access to model |gated repo.*?huggingface\.co/)(?<repository>[\w.-]+/[\w.-]+?)(?= is restricted|/resolve|[\s'"",;:]|\.?$)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Gated();
}
