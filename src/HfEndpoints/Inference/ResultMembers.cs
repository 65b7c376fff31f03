using System.ComponentModel;

namespace HfEndpoints.Commands;

/// <summary>Properties of results of inference by the names of their tables' columns, as HfEndpoints.Types.ps1xml names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ResultMembers
{
    /// <summary>The tokens that an answer took.</summary>
    /// <param name="instance">The answer of a chat.</param>
    /// <returns>Their number; null if the server does not report it.</returns>
    public static int? Tokens(PSObject instance) => (instance?.BaseObject as HfChatCompletion)?.Usage?.CompletionTokens;

    /// <summary>How many tokens a server takes.</summary>
    /// <param name="instance">What the server says of itself.</param>
    /// <returns>Prompt and completion together, or the prompt of a server that generates nothing; null if it does not say.</returns>
    public static long? MaxTokens(PSObject instance) =>
        instance?.BaseObject is HfServerInfo info ? info.MaxTotalTokens ?? info.MaxInputTokens : null;

    /// <summary>What a word is.</summary>
    /// <param name="instance">The word.</param>
    /// <returns>The group of its entity, or the entity.</returns>
    public static string? Label(PSObject instance) =>
        instance?.BaseObject is HfEntity entity ? entity.EntityGroup ?? entity.Entity : null;

    /// <summary>How many numbers a row of features has.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>Their number.</returns>
    public static int? Size(PSObject instance) => (instance?.BaseObject as HfFeatureRow)?.Vector.Length;
}
