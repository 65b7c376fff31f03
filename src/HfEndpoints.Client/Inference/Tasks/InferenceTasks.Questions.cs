namespace HfEndpoints.Client.Inference;

/// <content>Tasks that take a question, sentences to compare, or a table.</content>
public static partial class InferenceTasks
{
    private static TaskKeyword Question => Member("question", KeywordKind.Text, "The question.");

    private static TaskKeyword DocStride => Whole("doc_stride", "How many tokens the chunks of a long document overlap.");

    private static TaskKeyword HandleImpossibleAnswer => Flag("handle_impossible_answer", "Accepts that there may be no answer.");

    private static TaskKeyword MaxAnswerLen => Whole("max_answer_len", "The longest answer, in tokens.");

    private static TaskKeyword MaxQuestionLen => Whole("max_question_len", "The longest question, in tokens.");

    private static TaskKeyword MaxSeqLen => Whole("max_seq_len", "The longest chunk of question and document together, in tokens.");

    private static TaskKeyword DataTable => Member(
        "table", KeywordKind.Table, "The table: a list of values for each column, or rows as objects.");

    private static IEnumerable<InferenceTask> QuestionTasks() =>
    [
        Make(
            "question-answering", "Answers found in a text", TaskOutput.Answers,
            Question,
            Member("context", KeywordKind.Text, "The text that contains the answer."),
            Flag("align_to_words", "Aligns answers with word boundaries."),
            DocStride, HandleImpossibleAnswer, MaxAnswerLen, MaxQuestionLen, MaxSeqLen, TopK),
        Make(
            "table-question-answering", "Answers found in a table", TaskOutput.TableAnswers,
            Member("query", KeywordKind.Text, "The question."),
            DataTable,
            Text("padding", "How to pad short inputs.", "do_not_pad", "longest", "max_length"),
            Flag("sequential", "Answers questions one after another, because they depend on each other."),
            Flag("truncation", "Truncates a table that is too long.")),
        Make(
            "tabular-classification", "A label for each row of a table", TaskOutput.RowValues,
            DataTable with { Place = KeywordPlace.Root }),
        Make("tabular-regression", "A number for each row of a table", TaskOutput.RowValues, DataTable with { Place = KeywordPlace.Root }),
        Make(
            "sentence-similarity", "Similarity of sentences", TaskOutput.Similarities,
            Member("sentence", KeywordKind.Text, "The sentence.") with { WireName = "source_sentence" },
            Member("other_sentences", KeywordKind.TextList, "The sentences to compare the input with.")
                with
            { WireName = "sentences", MinimumCount = 1 }),
    ];
}
