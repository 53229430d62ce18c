namespace Helios.MessagePack;

/// <summary>The first byte of every MessagePack value, as the specification names it.</summary>
public static class MessagePackCode
{
    /// <summary>positive fixint: 0x00 to 0x7f.</summary>
    public const byte MinFixInt = 0x00;
    /// <summary>Last positive fixint.</summary>
    public const byte MaxFixInt = 0x7f;
    /// <summary>fixmap: 0x80 to 0x8f.</summary>
    public const byte MinFixMap = 0x80;
    /// <summary>Last fixmap.</summary>
    public const byte MaxFixMap = 0x8f;
    /// <summary>fixarray: 0x90 to 0x9f.</summary>
    public const byte MinFixArray = 0x90;
    /// <summary>Last fixarray.</summary>
    public const byte MaxFixArray = 0x9f;
    /// <summary>fixstr: 0xa0 to 0xbf.</summary>
    public const byte MinFixStr = 0xa0;
    /// <summary>Last fixstr.</summary>
    public const byte MaxFixStr = 0xbf;
    /// <summary>nil.</summary>
    public const byte Nil = 0xc0;
    /// <summary>The one code the specification never assigns; reading it always fails.</summary>
    public const byte NeverUsed = 0xc1;
    /// <summary>false.</summary>
    public const byte False = 0xc2;
    /// <summary>true.</summary>
    public const byte True = 0xc3;
    /// <summary>bin 8: one length byte follows.</summary>
    public const byte Bin8 = 0xc4;
    /// <summary>bin 16: two length bytes follow.</summary>
    public const byte Bin16 = 0xc5;
    /// <summary>bin 32: four length bytes follow.</summary>
    public const byte Bin32 = 0xc6;
    /// <summary>ext 8: length byte, type, data.</summary>
    public const byte Ext8 = 0xc7;
    /// <summary>ext 16: two length bytes, type, data.</summary>
    public const byte Ext16 = 0xc8;
    /// <summary>ext 32: four length bytes, type, data.</summary>
    public const byte Ext32 = 0xc9;
    /// <summary>float 32, big-endian IEEE 754.</summary>
    public const byte Float32 = 0xca;
    /// <summary>float 64, big-endian IEEE 754.</summary>
    public const byte Float64 = 0xcb;
    /// <summary>uint 8.</summary>
    public const byte UInt8 = 0xcc;
    /// <summary>uint 16.</summary>
    public const byte UInt16 = 0xcd;
    /// <summary>uint 32.</summary>
    public const byte UInt32 = 0xce;
    /// <summary>uint 64.</summary>
    public const byte UInt64 = 0xcf;
    /// <summary>int 8.</summary>
    public const byte Int8 = 0xd0;
    /// <summary>int 16.</summary>
    public const byte Int16 = 0xd1;
    /// <summary>int 32.</summary>
    public const byte Int32 = 0xd2;
    /// <summary>int 64.</summary>
    public const byte Int64 = 0xd3;
    /// <summary>fixext 1: type, one byte of data.</summary>
    public const byte FixExt1 = 0xd4;
    /// <summary>fixext 2.</summary>
    public const byte FixExt2 = 0xd5;
    /// <summary>fixext 4.</summary>
    public const byte FixExt4 = 0xd6;
    /// <summary>fixext 8.</summary>
    public const byte FixExt8 = 0xd7;
    /// <summary>fixext 16.</summary>
    public const byte FixExt16 = 0xd8;
    /// <summary>str 8: one length byte follows.</summary>
    public const byte Str8 = 0xd9;
    /// <summary>str 16: two length bytes follow.</summary>
    public const byte Str16 = 0xda;
    /// <summary>str 32: four length bytes follow.</summary>
    public const byte Str32 = 0xdb;
    /// <summary>array 16: two count bytes follow.</summary>
    public const byte Array16 = 0xdc;
    /// <summary>array 32: four count bytes follow.</summary>
    public const byte Array32 = 0xdd;
    /// <summary>map 16: two count bytes follow.</summary>
    public const byte Map16 = 0xde;
    /// <summary>map 32: four count bytes follow.</summary>
    public const byte Map32 = 0xdf;
    /// <summary>negative fixint: 0xe0 (-32) to 0xff (-1).</summary>
    public const byte MinNegativeFixInt = 0xe0;
    /// <summary>Last negative fixint.</summary>
    public const byte MaxNegativeFixInt = 0xff;

    private static readonly MessagePackType[] s_types = [.. Enumerable.Range(0, 256).Select(code => TypeOf((byte)code))];

    /// <summary>The kind of value that <paramref name="code"/> starts.</summary>
    public static MessagePackType ToMessagePackType(byte code) => s_types[code];

    /// <summary>The specification's name of the format that <paramref name="code"/> starts, such as <c>str 8</c>.</summary>
    public static string ToFormatName(byte code) => code switch
    {
        <= MaxFixInt => "positive fixint",
        <= MaxFixMap => "fixmap",
        <= MaxFixArray => "fixarray",
        <= MaxFixStr => "fixstr",
        Nil => "nil",
        NeverUsed => "(never used)",
        False => "false",
        True => "true",
        Bin8 => "bin 8",
        Bin16 => "bin 16",
        Bin32 => "bin 32",
        Ext8 => "ext 8",
        Ext16 => "ext 16",
        Ext32 => "ext 32",
        Float32 => "float 32",
        Float64 => "float 64",
        UInt8 => "uint 8",
        UInt16 => "uint 16",
        UInt32 => "uint 32",
        UInt64 => "uint 64",
        Int8 => "int 8",
        Int16 => "int 16",
        Int32 => "int 32",
        Int64 => "int 64",
        FixExt1 => "fixext 1",
        FixExt2 => "fixext 2",
        FixExt4 => "fixext 4",
        FixExt8 => "fixext 8",
        FixExt16 => "fixext 16",
        Str8 => "str 8",
        Str16 => "str 16",
        Str32 => "str 32",
        Array16 => "array 16",
        Array32 => "array 32",
        Map16 => "map 16",
        Map32 => "map 32",
        _ => "negative fixint",
    };

    private static MessagePackType TypeOf(byte code) => code switch
    {
        <= MaxFixInt => MessagePackType.Integer,
        <= MaxFixMap => MessagePackType.Map,
        <= MaxFixArray => MessagePackType.Array,
        <= MaxFixStr => MessagePackType.String,
        Nil => MessagePackType.Nil,
        NeverUsed => MessagePackType.Unknown,
        False or True => MessagePackType.Boolean,
        Bin8 or Bin16 or Bin32 => MessagePackType.Binary,
        Ext8 or Ext16 or Ext32 => MessagePackType.Extension,
        Float32 or Float64 => MessagePackType.Float,
        <= Int64 => MessagePackType.Integer,
        <= FixExt16 => MessagePackType.Extension,
        <= Str32 => MessagePackType.String,
        <= Array32 => MessagePackType.Array,
        <= Map32 => MessagePackType.Map,
        _ => MessagePackType.Integer,
    };
}
