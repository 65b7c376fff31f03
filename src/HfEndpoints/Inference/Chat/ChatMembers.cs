using System.ComponentModel;

namespace HfEndpoints.Commands;

/// <summary>The properties that PowerShell adds to the answers of a chat, as HfEndpoints.Types.ps1xml names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ChatMembers
{
    /// <summary>
    /// The whole conversation with the (first) answer as its last message, in the form of the OpenAI-compatible route. Of a
    /// stream, only the last piece has it.
    /// </summary>
    /// <param name="instance">An answer, a choice or a piece.</param>
    /// <returns>The messages; none if the object has no conversation.</returns>
    public static PSObject[] Messages(PSObject instance) => Messages(instance?.BaseObject);

    internal static PSObject[] Messages(object? answer) => (PSObject[]?)(answer switch
    {
        HfChatCompletion completion => completion.Conversation,
        HfChatChoice choice => choice.Conversation,
        HfChatChunk chunk => chunk.Conversation,
        _ => null,
    }) ?? [];
}
