namespace HfEndpoints.Emulator;

/// <summary>A task the toolkit has a pipeline for. A new task is one more implementation, named in <see cref="ToolkitTasks"/>.</summary>
internal interface IToolkitTask
{
    /// <summary>The names an endpoint's task may have for it to be this one.</summary>
    IReadOnlyList<string> Names { get; }

    InputKind Kind { get; }

    /// <summary>The parameters the pipeline takes.</summary>
    TaskSignature Signature { get; }

    /// <summary>Answers a request, or throws a <see cref="ToolkitException"/>.</summary>
    ToolkitOutput Run(ToolkitInput input);
}

/// <summary>What a task's input is when a request has bytes and does not say of what kind.</summary>
internal enum InputKind
{
    Json,
    Image,
    Audio,
}

/// <summary>Anything a pipeline refuses; always answered with 400.</summary>
internal sealed class ToolkitException(string message) : Exception(message);
