namespace Helios.Hocon;

/// <summary>Takes every value as it is.</summary>
internal sealed class AnyType : HoconType<HoconValue>
{
    public override string Name => "any value";

    internal override bool AcceptsNull => true;

    internal override HoconObject Describe(JsonSchemaDefinitions definitions) => HoconObject.Empty;

    internal override HoconValue Write(HoconValue value) => value;

    internal override bool TryBind(HoconValue value, BindingContext context, out HoconValue result)
    {
        result = value;
        return true;
    }
}
