using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>
/// Answers questions about a document. It does not read pixels: the document's words are those of word_boxes, else the texts that
/// a PNG file carries, else the picture's description. Start and end count words, the end inside, as the pipeline does.
/// </summary>
internal sealed class DocumentQuestionAnswering : IToolkitTask
{
    private const int DefaultMaxWords = 15;

    public IReadOnlyList<string> Names { get; } = ["document-question-answering"];

    public InputKind Kind => InputKind.Image;

    public TaskSignature Signature { get; } = TaskSignature.Of(
        "DocumentQuestionAnsweringPipeline", "doc_stride", "handle_impossible_answer", "lang", "max_answer_len", "max_question_len", "max_seq_len", "top_k",
        "word_boxes", "padding", "truncation", "tesseract_config");

    public ToolkitOutput Run(ToolkitInput input)
    {
        JsonObject? fields = input.Inputs as JsonObject;
        string question = ToolkitInput.Text(fields?["question"] ?? input.Body["question"]);
        var view = new ImageView(input.Image(input.Inputs));
        string text = string.Join(' ', Words(input.Parameters["word_boxes"] ?? fields?["word_boxes"], view));
        IReadOnlyList<TextSpan> words = input.Models.FindWords(text);
        int longest = input.Parameters.Positive("max_answer_len") ?? DefaultMaxWords;
        IEnumerable<FoundAnswer> answers = input.Models.FindAnswers(question, text, longest).Take(input.Parameters.Positive("top_k") ?? 1);
        return new JsonArray([.. answers.Select(answer => new JsonObject
        {
            ["score"] = answer.Score,
            ["answer"] = answer.Span.Text,
            ["start"] = words.Count(word => word.End <= answer.Span.Start),
            ["end"] = words.Count(word => word.Start < answer.Span.End) - 1,
        })]);
    }

    /// <summary>The words of pairs of a word and its box, or of a list where words and boxes alternate.</summary>
    private static IEnumerable<string> Words(JsonNode? boxes, ImageView view)
    {
        if (boxes is not JsonArray list)
        {
            return view.Texts.Count > 0 ? view.Texts : [view.Describe()];
        }

        JsonNode?[] words = [.. list.Select(item => item is JsonArray { Count: 2 } pair ? pair[0] : item).Where(item => item is not JsonArray)];
        return words.Select(ToolkitInput.Text);
    }
}
