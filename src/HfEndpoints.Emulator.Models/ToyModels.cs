namespace HfEndpoints.Emulator.Models;

/// <summary>
/// The small models that answer for the emulated servers: all that the emulator needs of them. They are quick, need no file to be
/// downloaded, and give the same answer to the same input, parameters and seed in every process.
/// </summary>
internal static class ToyModels
{
    /// <summary>The length of a vector.</summary>
    public const int Dimensions = EmbeddingModel.Dimensions;

    /// <summary>The names of the languages that texts are translated between.</summary>
    public static IReadOnlyCollection<string> Languages => Translator.Languages;

    /// <summary>Cuts a text into tokens, which put together are the text again.</summary>
    public static IReadOnlyList<string> Tokenize(string text) => Tokenizer.Split(text);

    /// <summary>The tokens of a text, and where each begins and ends.</summary>
    public static IEnumerable<(string Token, int Start, int End)> Locate(string text) => Tokenizer.Locate(text);
    public static int TokenId(string token) => Vocabulary.Id(token);

    /// <summary>The text that tokens with these numbers make.</summary>
    public static string Detokenize(IEnumerable<int> ids) => string.Concat(ids.Select(Vocabulary.Text));

    /// <summary>Continues a prompt.</summary>
    public static Generation Generate(GenerationOptions options) => TextGenerator.Generate(MarkovModel.Default, options);

    /// <summary>Writes a value that fits a JSON Schema; a schema that is not valid is an ArgumentException.</summary>
    public static JsonNode? WriteJson(JsonNode schema, long seed, string prompt)
    {
        try
        {
            return new SchemaText(MarkovModel.Default, schema, new Random(unchecked((int)StableHash.Compute(seed, prompt)))).Write();
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new ArgumentException("the schema is not valid", nameof(schema), exception);
        }
    }

    /// <summary>The vector of a text; texts about the same have vectors near each other.</summary>
    public static float[] Embed(string text, bool normalize = true) => EmbeddingModel.Embed(text, normalize);

    /// <summary>The first numbers of a text's vector, if asked for with length 1.</summary>
    public static float[] Embed(string text, int dimensions, bool normalize)
    {
        float[] vector = EmbeddingModel.Embed(text, normalize: false)[..dimensions];
        return normalize ? EmbeddingModel.Normalize(vector) : vector;
    }

    /// <summary>A vector's direction with length 1; also after cutting a vector to fewer dimensions.</summary>
    public static float[] Normalize(float[] vector) => EmbeddingModel.Normalize(vector);

    /// <summary>The tokens of a text and their synonyms with weights, by their numbers.</summary>
    public static IReadOnlyList<TokenWeight> EmbedSparsely(string text) => SparseModel.Embed(text);

    /// <summary>How near two texts are in meaning, by the cosine of their vectors.</summary>
    public static double Similarity(string first, string second) => EmbeddingModel.Similarity(first, second);

    /// <summary>How well a text answers a query: a logit, above 0 for what fits.</summary>
    public static double Rank(string query, string text) => RerankModel.Logit(query, text);

    /// <summary>The same as a score from 0 to 1.</summary>
    public static double Score(string query, string text) => RerankModel.Score(query, text);

    /// <summary>The words of a text in lower case, with endings taken off.</summary>
    public static IReadOnlyList<string> Stems(string text) => [.. WordSplitter.Words(text).Select(WordSplitter.Stem)];

    /// <summary>Labels of a text, the best first: its language or topic when the model's name mentions these, else its sentiment.</summary>
    public static IReadOnlyList<LabelScore> Classify(string repository, string text) => KeywordClassifier.Classify(repository, text);

    /// <summary>How well a label fits a text by itself, from 0 to 1.</summary>
    public static double Fit(string text, string label) => KeywordClassifier.Fit(text, label);

    /// <summary>Pieces of a text that answer a question, the best first.</summary>
    public static IReadOnlyList<FoundAnswer> FindAnswers(string question, string context, int maxWords) =>
        AnswerFinder.Find(question, context, maxWords);

    /// <summary>Every word of a text with the kind of name it is part of.</summary>
    public static IReadOnlyList<Entity> FindNames(string text) => EntityFinder.Find(text);

    /// <summary>Words that fit between two texts, the best first; of a few if these are given.</summary>
    public static IReadOnlyList<LabelScore> FillGap(string before, string after, IReadOnlyList<string>? targets) =>
        MaskFiller.Fill(MarkovModel.Default, before, after, targets);

    /// <summary>A text's most telling sentences.</summary>
    public static string Summarize(string text, int minWords, int maxWords) => Summarizer.Summarize(text, minWords, maxWords);

    /// <summary>The short name of a language by any of its names, or null.</summary>
    public static string? FindLanguage(string name) => Translator.Language(name);

    /// <summary>Translates word by word; words that are not known stay as they are.</summary>
    public static string Translate(string text, string from, string to) => Translator.Translate(text, from, to);

    /// <summary>The cells of a table that answer a question.</summary>
    public static TableAnswer AskTable(DataTable table, string question) => TableFinder.Find(table, question);

    /// <summary>A class for each row of a table.</summary>
    public static IReadOnlyList<int> ClassifyRows(DataTable table) => TabularModel.Classify(table);

    /// <summary>A number for each row of a table.</summary>
    public static IReadOnlyList<double> PredictRows(DataTable table) => TabularModel.Regress(table);

    /// <summary>The words of a text and where they are.</summary>
    public static IReadOnlyList<TextSpan> FindWords(string text) => TextSpans.Words(text);

    /// <summary>The sentences of a text and where they are.</summary>
    public static IReadOnlyList<TextSpan> FindSentences(string text) => TextSpans.Sentences(text);

    /// <summary>The piece of a text from one span's start to another's end.</summary>
    public static TextSpan Join(string text, TextSpan first, TextSpan last) => TextSpans.Join(text, first, last);

    /// <summary>A text cut to a number of tokens; null leaves it whole.</summary>
    public static string Limit(string text, int? tokens) => TextSpans.Limit(text, tokens);

    /// <summary>The recording in a sound file, or null when the bytes are not one.</summary>
    public static SoundClip? ReadSound(byte[] bytes) => SoundReader.Read(bytes);

    /// <summary>The text in a recording.</summary>
    public static string Hear(SoundClip clip, byte[] bytes) => SpeechListener.Hear(clip, bytes);

    /// <summary>Speaks a text in tones.</summary>
    public static SoundClip Speak(string text) => ToneSpeech.Speak(text);
    public static byte[] WriteWav(SoundClip clip) => WavFile.Write(clip);

    /// <summary>Reads a picture; a file that is damaged or is not a picture is an <see cref="ImageException"/>.</summary>
    public static RasterImage ReadImage(byte[] bytes) => ImageReader.Read(bytes);

    /// <summary>Paints a picture from a text, or one of a film from it, by the share of the film that has passed, from 0 to 1.</summary>
    public static RasterImage Paint(Painting painting, int width, int height, double time = 0) =>
        ImagePainter.Paint(painting, width, height, time);

    /// <summary>The colours that a text mentions, each once, in its order.</summary>
    public static IReadOnlyList<string> ColoursIn(string text) => Colours.In(text);
    public static (byte R, byte G, byte B) Colour(string name) => Colours.Value(name);
    public static byte[] WritePng(RasterImage image) => PngFile.Write(image);

    /// <summary>A mask of one byte a pixel as a PNG file.</summary>
    public static byte[] WriteMask(int width, int height, byte[] pixels) => PngFile.WriteGrey(width, height, pixels);

    /// <summary>Pictures as a film: an AVI file of uncompressed frames.</summary>
    public static byte[] WriteFilm(IReadOnlyList<RasterImage> frames, int framesPerSecond) => AviWriter.Write(frames, framesPerSecond);
}
