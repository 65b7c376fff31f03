using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Answers a question with a piece of a text, and says where that is.</summary>
internal sealed class QuestionAnswering : IToolkitTask
{
    private const int DefaultMaxWords = 15;
    private const double ImpossibleBelow = 0.05;

    public IReadOnlyList<string> Names { get; } = ["question-answering"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.Of(
        "QuestionAnsweringPipeline", "top_k", "topk", "doc_stride", "max_answer_len", "max_seq_len", "max_question_len", "handle_impossible_answer", "align_to_words", "padding");

    public ToolkitOutput Run(ToolkitInput input)
    {
        JsonObject inputs = input.Inputs as JsonObject
            ?? throw new ToolkitException($"inputs must be a dict, but a `<class '{PythonText.TypeOf(input.Inputs)}'>` was provided instead.");
        if (!inputs.ContainsKey("question") || !inputs.ContainsKey("context"))
        {
            throw new ToolkitException(
                "question-answering expects `inputs` to be a dict containing both `question` and `context` as the keys, both of them being either a `str` or a `List[str]`.");
        }

        if (inputs["question"] is JsonArray questions)
        {
            JsonArray? contexts = inputs["context"] as JsonArray;
            return contexts is null || contexts.Count == questions.Count
                ? new JsonArray([.. questions.Select((question, index) => Answer(input.Models, input.Parameters, question, contexts is null ? inputs["context"] : contexts[index]))])
                : throw new ToolkitException("Questions and contexts don't have the same lengths");
        }

        return Answer(input.Models, input.Parameters, inputs["question"], inputs["context"]);
    }

    private static JsonNode Answer(IToyModels models, TaskParameters parameters, JsonNode? question, JsonNode? context)
    {
        string text = ToolkitInput.Text(context);
        if (ToolkitInput.Text(question).Length == 0)
        {
            throw new ToolkitException("`question` cannot be empty");
        }

        if (text.Length == 0)
        {
            throw new ToolkitException("`context` cannot be empty");
        }

        int top = (parameters.Integer("top_k") ?? parameters.Integer("topk")) is int given
            ? given >= 1 ? given : throw new ToolkitException($"top_k parameter should be >= 1 (got {given})")
            : 1;
        int longest = parameters.Integer("max_answer_len") is int max
            ? max >= 1 ? max : throw new ToolkitException($"max_answer_len parameter should be >= 1 (got {max})")
            : DefaultMaxWords;
        IEnumerable<FoundAnswer> found = models.FindAnswers(ToolkitInput.Text(question), text, longest);
        if (parameters.Flag("handle_impossible_answer") == true && !found.Any(answer => answer.Score >= ImpossibleBelow))
        {
            found = [new FoundAnswer(new TextSpan("", 0, 0), 1 - found.Sum(answer => answer.Score))];
        }

        JsonNode[] answers = [.. found.Take(top).Select(ToJson)];
        return answers.Length == 0 ? ToJson(new FoundAnswer(new TextSpan("", 0, 0), 0)) : top == 1 ? answers[0] : new JsonArray(answers);
    }

    private static JsonNode ToJson(FoundAnswer answer) => new JsonObject
    {
        ["score"] = answer.Score,
        ["start"] = answer.Span.Start,
        ["end"] = answer.Span.End,
        ["answer"] = answer.Span.Text,
    };
}
