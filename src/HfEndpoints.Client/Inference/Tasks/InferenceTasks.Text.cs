namespace HfEndpoints.Client.Inference;

/// <content>Tasks that take a text.</content>
public static partial class InferenceTasks
{
    private static string[] Truncations => ["do_not_truncate", "longest_first", "only_first", "only_second"];

    private static TaskKeyword TextInput => Input("text", KeywordKind.Text, "The text.");

    private static TaskKeyword CleanUp => Flag("clean_up_tokenization_spaces", "Removes extra spaces left by tokenization.");

    private static TaskKeyword GenerateParameters => Table("generate_parameters", "Generation parameters, as a hashtable.");

    private static TaskKeyword Truncation => Text("truncation", "How to truncate a text that is too long.", Truncations);

    private static IEnumerable<InferenceTask> TextTasks() =>
    [
        Make("text-classification", "Text to labels", TaskOutput.Labels, TextInput, FunctionToApply, TopK),
        Make(
            "zero-shot-classification", "Text to labels given with it", TaskOutput.Labels,
            TextInput,
            Texts("candidate_labels", "The labels to choose from.") with { IsRequired = true, MinimumCount = 1 },
            Text("hypothesis_template", "The sentence to put each label into, such as 'This is about {}.'."),
            Flag("multi_label", "Scores each label independently, because more than one can be true.")),
        Make(
            "token-classification", "Words to labels, such as names", TaskOutput.Entities,
            TextInput,
            Text("aggregation_strategy", "How tokens are combined into entities.", "none", "simple", "first", "average", "max"),
            Texts("ignore_labels", "Labels to leave out."),
            Whole("stride", "How many tokens the chunks of a long text overlap.")),
        Make(
            "fill-mask", "Words that fill a gap in a text", TaskOutput.MaskFills,
            TextInput, Texts("targets", "The only words to choose from."), TopK),
        Make(
            "summarization", "Text to a shorter text", TaskOutput.Text,
            TextInput, CleanUp, GenerateParameters, Truncation) with { TextMember = "summary_text" },
        Make(
            "translation", "Text to another language", TaskOutput.Text,
            TextInput,
            Text("src_lang", "The language of the text. Give it together with the target language.") with { Needs = "tgt_lang" },
            Text("tgt_lang", "The target language. Give it together with the language of the text.") with { Needs = "src_lang" },
            CleanUp,
            GenerateParameters,
            Truncation) with { TextMember = "translation_text" },
        Make(
            "feature-extraction", "Text to vectors", TaskOutput.Features,
            TextInput,
            Flag("normalize", "Scales vectors to length 1."),
            Text("prompt_name", "The name of one of the model's prompts to prepend to the text."),
            Flag("truncate", "Truncates a text that is too long."),
            Text("truncation_direction", "The side on which to truncate.", "left", "right"),
            Whole("dimensions", "The number of dimensions of a vector."),
            Text("encoding_format", "The format of the numbers; base64 is for OpenAI-compatible servers.", "float", "base64"))
            with
        { HasParametersAtRoot = true },
        Make(
            "text-generation", "Text from a prompt", TaskOutput.Text,
            Input("prompt", KeywordKind.Text, "The text to continue."),
            Text("adapter_id", "The LoRA adapter to use."),
            Whole("best_of", "Generates this number of texts and returns the most likely."),
            Flag("decoder_input_details", "Includes the prompt's tokens in the details."),
            Flag("details", "Returns details about each token."),
            Flag("do_sample", "Samples instead of always taking the most likely token."),
            Number("frequency_penalty", "Penalizes tokens by how often they have occurred."),
            Table("grammar", "The grammar that the text must match: a hashtable of type and value."),
            Whole("max_new_tokens", "The largest number of tokens to generate."),
            Number("repetition_penalty", "Penalizes tokens that have occurred; 1 has no effect."),
            Flag("return_full_text", "Includes the prompt at the start of the text."),
            Seed,
            Texts("stop", "Stop sequences: strings that end the generation.") with { Aliases = ["stop_sequences"] },
            Number("temperature", "The sampling temperature."),
            Whole("top_k", "Samples from this number of the most likely tokens."),
            Whole("top_n_tokens", "Returns this number of the most likely tokens at each step."),
            Number("top_p", "Nucleus sampling: the probability share of the most likely tokens to sample from."),
            Whole("truncate", "Truncates the prompt to this number of tokens."),
            Number("typical_p", "The probability share for typical sampling."),
            Flag("watermark", "Watermarks the text as generated.")),
    ];
}
