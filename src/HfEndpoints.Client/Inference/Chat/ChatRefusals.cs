namespace HfEndpoints.Client.Inference;

/// <summary>Interprets refusals of a conversation, which each server words differently.</summary>
internal static partial class ChatRefusals
{
    /// <summary>Whether the server serves no model of the name sent.</summary>
    public static bool IsUnknownModel(HfException exception) =>
        exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest
        && (exception.ErrorCode == "model_not_found" || UnknownModel().IsMatch(exception.ServerMessage));

    /// <summary>The failure, as one that the caller can act on.</summary>
    public static HfException Explain(HfException exception)
    {
        if (NoTemplate().IsMatch(exception.ServerMessage))
        {
            return new HfException(HfErrorKind.ChatTemplateMissing, exception.Message, exception);
        }

        // llama.cpp reports this with status 500.
        if (NoImages().IsMatch(exception.ServerMessage))
        {
            return new HfException(
                HfErrorKind.InvalidRequest,
                $"{exception.Message} This model does not support images. Send text only, or deploy one for image-text-to-text.",
                exception);
        }

        // Routes that are not there mostly answer no text at all.
        return exception.Kind == HfErrorKind.NotFound && !IsUnknownModel(exception)
            ? exception.WithAdvice("The server may not support chat: one that only continues texts has no route for it.")
            : exception;
    }

    [GeneratedRegex(
        "model\\b.*?(does not exist|doesn't exist|not exist|not found|not available|not served)|(unknown|no such|invalid) model",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex UnknownModel();

    [GeneratedRegex("not a multimodal model|image input is not supported", RegexOptions.IgnoreCase)]
    private static partial Regex NoImages();

    [GeneratedRegex(
        "template error: template not found|(no|provide a|without a|missing|not have a) (default )?chat[ _]template"
            + "|chat[ _]template (is )?(not (set|found|defined)|missing)|default chat template is no longer",
        RegexOptions.IgnoreCase)]
    private static partial Regex NoTemplate();
}
