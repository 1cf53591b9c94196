using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(TelecomSupport.Benchmarks.TurnBenchmarks).Assembly).Run(args);
