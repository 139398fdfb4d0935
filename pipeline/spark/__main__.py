"""What spark-submit is given: `spark-submit OPTIONS .../pipeline/spark/__main__.py IN OUT`."""

from pipeline.spark.cli import main

if __name__ == "__main__":
    main()
