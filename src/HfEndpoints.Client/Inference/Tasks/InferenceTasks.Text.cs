namespace HfEndpoints.Client.Inference;

/// <content>Tasks that take a text.</content>
public static partial class InferenceTasks
{
    private static string[] Truncations => ["do_not_truncate", "longest_first", "only_first", "only_second"];

    private static TaskKeyword TextInput => Input("text", KeywordKind.Text, "The text.");

    private static TaskKeyword CleanUp =>
        Flag("clean_up_tokenization_spaces", "Removes blanks that cutting the text into tokens left behind.");

    private static TaskKeyword GenerateParameters =>
        Table("generate_parameters", "Parameters of the generation, as a table.");

    private static TaskKeyword Truncation =>
        Text("truncation", "How to cut a text that is too long.", Truncations);

    private static IEnumerable<InferenceTask> TextTasks() =>
    [
        new("text-classification", "text_classification", "Text to labels", TaskOutput.Labels)
        {
            Keywords = [TextInput, FunctionToApply, TopK],
        },
        new("zero-shot-classification", "zero_shot_classification", "Text to labels given with it", TaskOutput.Labels)
        {
            Keywords =
            [
                TextInput,
                Texts("candidate_labels", "The labels to choose among.") with { IsRequired = true, MinimumCount = 1 },
                Text("hypothesis_template", "The sentence that a label is put into, such as 'This is about {}.'."),
                Flag("multi_label", "Scores each label by itself, for more than one may be true."),
            ],
        },
        new("token-classification", "token_classification", "Words to labels, such as names", TaskOutput.Entities)
        {
            Keywords =
            [
                TextInput,
                Text(
                    "aggregation_strategy",
                    "How tokens become entities.",
                    "none", "simple", "first", "average", "max"),
                Texts("ignore_labels", "Labels to leave out."),
                Whole("stride", "How many tokens the pieces of a long text overlap by."),
            ],
        },
        new("fill-mask", "fill_mask", "Words for a gap in a text", TaskOutput.MaskFills)
        {
            Keywords = [TextInput, Texts("targets", "The only words to choose among."), TopK],
        },
        new("summarization", "summarization", "Text to a shorter one", TaskOutput.Text)
        {
            TextMember = "summary_text",
            Keywords = [TextInput, CleanUp, GenerateParameters, Truncation],
        },
        new("translation", "translation", "Text to another language", TaskOutput.Text)
        {
            TextMember = "translation_text",
            Keywords =
            [
                TextInput,
                Text("src_lang", "The language of the text; it goes with the language to translate to.") with { Needs = "tgt_lang" },
                Text("tgt_lang", "The language to translate to; it goes with the language of the text.") with { Needs = "src_lang" },
                CleanUp,
                GenerateParameters,
                Truncation,
            ],
        },
        new("feature-extraction", "feature_extraction", "Text to vectors", TaskOutput.Features)
        {
            HasParametersAtRoot = true,
            Keywords =
            [
                TextInput,
                Flag("normalize", "Gives vectors of length 1."),
                Text("prompt_name", "The name of a prompt, among the model's own, to put before the text."),
                Flag("truncate", "Cuts a text that is too long."),
                Text("truncation_direction", "Where to cut it.", "left", "right"),
                Whole("dimensions", "How many numbers a vector has."),
                Text("encoding_format", "How the numbers come; base64 is for servers that answer as OpenAI's.", "float", "base64"),
            ],
        },
        new("text-generation", "text_generation", "Text that goes on", TaskOutput.Text)
        {
            Keywords =
            [
                Input("prompt", KeywordKind.Text, "What to go on from."),
                Text("adapter_id", "The adapter (LoRA) to use."),
                Whole("best_of", "Generates so many texts and gives the likeliest."),
                Flag("decoder_input_details", "Puts the prompt's tokens into the details."),
                Flag("details", "Has the server tell of each token."),
                Flag("do_sample", "Samples instead of taking the likeliest token."),
                Number("frequency_penalty", "Lowers the chance of tokens by how often they came."),
                Table("grammar", "What the text must match: a table of type and value."),
                Whole("max_new_tokens", "The most tokens to generate."),
                Number("repetition_penalty", "Lowers the chance of tokens that came already; 1 is none."),
                Flag("return_full_text", "Begins the text with the prompt."),
                Seed,
                Texts("stop", "Texts that end the generation.") with { Aliases = ["stop_sequences"] },
                Number("temperature", "How freely to sample."),
                Whole("top_k", "Samples among so many of the likeliest tokens."),
                Whole("top_n_tokens", "Tells of so many of the likeliest tokens at each step."),
                Number("top_p", "Samples among the likeliest tokens that make up this share."),
                Whole("truncate", "Cuts the prompt to so many tokens."),
                Number("typical_p", "The share of typical sampling."),
                Flag("watermark", "Marks the text as generated."),
            ],
        },
    ];
}
