using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>The source-generated serializers for everything on the wire.</summary>
[JsonSerializable(typeof(WhoAmI))]
[JsonSerializable(typeof(NameList))]
[JsonSerializable(typeof(EndpointSettings))]
[JsonSerializable(typeof(CatalogDeployRequest))]
[JsonSerializable(typeof(CatalogList))]
[JsonSerializable(typeof(MetricsRequest))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
[JsonSerializable(typeof(GenerateRequest))]
[JsonSerializable(typeof(GenerateParameters))]
[JsonSerializable(typeof(ChatParameters))]
[JsonSerializable(typeof(EmbeddingParameters))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(HfGenerationDetails))]
internal sealed partial class HfJsonContext : JsonSerializerContext;
