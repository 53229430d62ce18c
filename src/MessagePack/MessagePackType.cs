namespace Helios.MessagePack;

/// <summary>The kinds of value the format has.</summary>
public enum MessagePackType : byte
{
    /// <summary>The code 0xc1, which no value starts with.</summary>
    Unknown = 0,
    /// <summary>Any signed or unsigned integer.</summary>
    Integer = 1,
    /// <summary>nil.</summary>
    Nil = 2,
    /// <summary>true or false.</summary>
    Boolean = 3,
    /// <summary>float 32 or float 64.</summary>
    Float = 4,
    /// <summary>UTF-8 text.</summary>
    String = 5,
    /// <summary>Bytes.</summary>
    Binary = 6,
    /// <summary>A counted run of values.</summary>
    Array = 7,
    /// <summary>A counted run of key and value pairs.</summary>
    Map = 8,
    /// <summary>Typed bytes, the timestamp among them.</summary>
    Extension = 9,
}
