namespace Helios.Backends.Contract.Tests;

/// <summary>crun.</summary>
public sealed class CrunSubject() : OciSubject("crun")
{
    public override IReadOnlyDictionary<string, string> Exceptions => OfBoth;
}
