namespace HfEndpoints.Emulator.Models;

/// <inheritdoc/>
public sealed class ToyModels : IToyModels
{
    /// <inheritdoc/>
    public int Dimensions => EmbeddingModel.Dimensions;

    /// <inheritdoc/>
    public IReadOnlyList<string> Topics => TopicLexicon.Topics;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Languages => Translator.Languages;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tokenize(string text) => Tokenizer.Split(text);

    /// <inheritdoc/>
    public int TokenId(string token) => Tokenizer.Id(token);

    /// <inheritdoc/>
    public string Detokenize(IEnumerable<int> ids) => Tokenizer.Join(ids);

    /// <inheritdoc/>
    public Generation Generate(GenerationOptions options) => TextGenerator.Generate(MarkovModel.Default, options);

    /// <inheritdoc/>
    public JsonNode? WriteJson(JsonNode schema, long seed, string prompt)
    {
        var random = new Random(unchecked((int)StableHash.Compute(seed, prompt)));
        try
        {
            return new SchemaText(MarkovModel.Default, schema, random).Write();
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new ArgumentException("the schema is not valid", nameof(schema), exception);
        }
    }

    /// <inheritdoc/>
    public float[] Embed(string text, bool normalize = true) => EmbeddingModel.Embed(text, normalize);

    /// <inheritdoc/>
    public float[] Normalize(ReadOnlySpan<float> vector) => EmbeddingModel.Normalize(vector);

    /// <inheritdoc/>
    public IReadOnlyList<TokenWeight> EmbedSparsely(string text) => SparseModel.Embed(text);

    /// <inheritdoc/>
    public double Similarity(string first, string second) => EmbeddingModel.Similarity(first, second);

    /// <inheritdoc/>
    public double Rank(string query, string text) => RerankModel.Logit(query, text);

    /// <inheritdoc/>
    public double Score(string query, string text) => RerankModel.Score(query, text);

    /// <inheritdoc/>
    public IReadOnlyList<string> Stems(string text) => [.. WordSplitter.Words(text).Select(WordSplitter.Stem)];

    /// <inheritdoc/>
    public IReadOnlyList<LabelScore> Classify(string repository, string text) => KeywordClassifier.Classify(repository, text);

    /// <inheritdoc/>
    public double Fit(string text, string label) => KeywordClassifier.Fit(text, label);

    /// <inheritdoc/>
    public IReadOnlyList<FoundAnswer> FindAnswers(string question, string context, int maxWords) =>
        AnswerFinder.Find(question, context, maxWords);

    /// <inheritdoc/>
    public IReadOnlyList<Entity> FindNames(string text) => EntityFinder.Find(text);

    /// <inheritdoc/>
    public IReadOnlyList<LabelScore> FillGap(string before, string after, IReadOnlyList<string>? targets) =>
        MaskFiller.Fill(MarkovModel.Default, before, after, targets);

    /// <inheritdoc/>
    public string Summarize(string text, int minWords, int maxWords) => Summarizer.Summarize(text, minWords, maxWords);

    /// <inheritdoc/>
    public string? FindLanguage(string name) => Translator.Language(name);

    /// <inheritdoc/>
    public string Translate(string text, string from, string to) => Translator.Translate(text, from, to);

    /// <inheritdoc/>
    public TableAnswer AskTable(DataTable table, string question) => TableFinder.Find(table, question);

    /// <inheritdoc/>
    public IReadOnlyList<int> ClassifyRows(DataTable table) => TabularModel.Classify(table);

    /// <inheritdoc/>
    public IReadOnlyList<double> PredictRows(DataTable table) => TabularModel.Regress(table);

    /// <inheritdoc/>
    public IReadOnlyList<TextSpan> FindWords(string text) => TextSpans.Words(text);

    /// <inheritdoc/>
    public IReadOnlyList<TextSpan> FindSentences(string text) => TextSpans.Sentences(text);

    /// <inheritdoc/>
    public TextSpan Join(string text, TextSpan first, TextSpan last) => TextSpans.Join(text, first, last);

    /// <inheritdoc/>
    public string Limit(string text, int? tokens) => TextSpans.Limit(text, tokens);

    /// <inheritdoc/>
    public SoundClip? ReadSound(byte[] bytes) => SoundReader.Read(bytes);

    /// <inheritdoc/>
    public string Hear(SoundClip clip, byte[] bytes) => SpeechListener.Hear(clip, bytes);

    /// <inheritdoc/>
    public SoundClip Speak(string text) => ToneSpeech.Speak(text);

    /// <inheritdoc/>
    public byte[] WriteWav(SoundClip clip) => WavFile.Write(clip);

    /// <inheritdoc/>
    public RasterImage ReadImage(byte[] bytes) => ImageReader.Read(bytes);

    /// <inheritdoc/>
    public RasterImage Paint(Painting painting, int width, int height, double time = 0) =>
        ImagePainter.Paint(painting, width, height, time);

    /// <inheritdoc/>
    public IReadOnlyList<string> ColoursIn(string text) => Colours.In(text);

    /// <inheritdoc/>
    public (byte R, byte G, byte B) Colour(string name) => Colours.Value(name);

    /// <inheritdoc/>
    public byte[] WritePng(RasterImage image) => PngFile.Write(image);

    /// <inheritdoc/>
    public byte[] WriteMask(int width, int height, byte[] pixels) => PngFile.WriteGrey(width, height, pixels);

    /// <inheritdoc/>
    public byte[] WriteFilm(IReadOnlyList<RasterImage> frames, int framesPerSecond) => AviWriter.Write(frames, framesPerSecond);
}
